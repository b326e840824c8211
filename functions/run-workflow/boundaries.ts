import type { Approval } from '../../shared/domain/approval.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import { LAST_SEQUENCE, type Run, type StepRecord } from '../../shared/domain/run.ts';
import type { Decision, Journal } from '../../shared/engine/advance.ts';
import type { Boundary, Clock, Ids } from '../../shared/ports.ts';
import { approvalEvents, approvalsAt, approvalsLeft, type ApprovalSteps } from './approvals-of.ts';

interface BoundaryFacts {
  /** The approvals of the workflow. */
  readonly asking: ApprovalSteps;
  readonly run: Run;
  readonly steps: Readonly<Record<string, StepRecord>>;
  /** Of loops with many passes. */
  readonly beside: Pick<Boundary, 'folds' | 'removed'>;
  readonly leaseMs: number;
  readonly ports: { readonly clock: Clock; readonly ids: Ids };
}

/** What is written between two steps. */
export function boundary({
  run,
  steps,
  beside,
  asking,
  leaseMs,
  ports: { clock, ids },
}: BoundaryFacts): Boundary {
  const now = clock.now();
  const at = new Date(now).toISOString();
  const approvals = approvalsAt({ run, asking, entries: steps, at });
  return {
    tenantId: run.tenantId,
    runId: run.id,
    fence: run.fence,
    steps,
    ...beside,
    at,
    ...written(run, approvals),
    leaseUntil: now + leaseMs,
    events: [
      ...Object.entries(steps).flatMap(([key, { status }]) =>
        status === 'unknown' ? [undecided({ run, key, id: ids.next('event'), now })] : [],
      ),
      ...approvalEvents(approvals, ids, at),
    ],
  };
}

/** Approvals with what guards them: one that is closed here may have been answered since the run was read. */
function written(
  { interventions = 0 }: Run,
  approvals: readonly Approval[],
): Pick<Boundary, 'approvals' | 'interventions'> {
  if (approvals.length === 0) return {};
  const closes = approvals.some(({ status }) => status !== 'pending');
  return { approvals, ...(closes ? { interventions } : {}) };
}

/** Tells that a person has to decide about a step. */
function undecided({ run, key, id, now }: { run: Run; key: string; id: string; now: number }): DomainEvent {
  return {
    id,
    type: 'execution.undecided',
    tenantId: run.tenantId,
    time: new Date(now).toISOString(),
    data: { executionId: run.id, workflowId: run.workflowId, step: key },
  };
}

/** A transaction takes a hundred writes; whoever answers one that is left finds the run ended. */
const MOST_CLOSED = 50;

/** What is written when a run has ended: its outcome, and the event that tells of it. */
export function lastBoundary({
  next,
  journal,
  ...facts
}: BoundaryFacts & {
  readonly next: Exclude<Decision['next'], { kind: 'proceed' }>;
  readonly journal: Journal;
}): Boundary {
  const { run, ports } = facts;
  // Nobody is asked any more.
  const ended = Object.entries(facts.steps).filter(([, { status }]) => status !== 'held');
  const plain = boundary({ ...facts, steps: Object.fromEntries(ended) });
  const left = approvalsLeft({ ...facts, journal, entries: facts.steps, at: plain.at });
  const completed = next.kind === 'complete';
  const event: DomainEvent = {
    id: ports.ids.next('event'),
    type: completed ? 'execution.completed' : 'execution.failed',
    tenantId: run.tenantId,
    runId: run.id,
    sequence: LAST_SEQUENCE,
    time: plain.at,
    data: {
      executionId: run.id,
      workflowId: run.workflowId,
      version: run.workflowVersion,
      ...(completed ? {} : { code: next.error.code }),
    },
  };
  return {
    ...plain,
    ...written(run, [...(plain.approvals ?? []), ...left].slice(0, MOST_CLOSED)),
    finish: completed
      ? { status: 'completed', output: next.output }
      : { status: 'failed', error: next.error },
    events: [...plain.events, event],
  };
}
