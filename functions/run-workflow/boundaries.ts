import type { DomainEvent } from '../../shared/domain/events.ts';
import { LAST_SEQUENCE, type Run, type StepRecord } from '../../shared/domain/run.ts';
import type { Decision } from '../../shared/engine/advance.ts';
import type { Boundary, Clock, Ids } from '../../shared/ports.ts';

interface BoundaryFacts {
  readonly run: Run;
  readonly steps: Readonly<Record<string, StepRecord>>;
  readonly leaseMs: number;
  readonly ports: { readonly clock: Clock; readonly ids: Ids };
}

/** What is written between two steps. */
export function boundary({ run, steps, leaseMs, ports: { clock, ids } }: BoundaryFacts): Boundary {
  const now = clock.now();
  return {
    tenantId: run.tenantId,
    runId: run.id,
    fence: run.fence,
    steps,
    at: new Date(now).toISOString(),
    leaseUntil: now + leaseMs,
    events: Object.entries(steps).flatMap(([key, { status }]) =>
      status === 'unknown' ? [undecided({ run, key, id: ids.next('event'), now })] : [],
    ),
  };
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

/** What is written when a run has ended: its outcome, and the event that tells of it. */
export function lastBoundary({
  next,
  ...facts
}: BoundaryFacts & { readonly next: Exclude<Decision['next'], { kind: 'proceed' }> }): Boundary {
  const { run, ports } = facts;
  const plain = boundary(facts);
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
    finish: completed
      ? { status: 'completed', output: next.output }
      : { status: 'failed', error: next.error },
    events: [...plain.events, event],
  };
}
