import { approvalIdFor, type Approval } from '../../shared/domain/approval.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import type { Run, StepRecord } from '../../shared/domain/run.ts';
import { stepIdIn } from '../../shared/domain/step-id.ts';
import { leavesOf, type ApprovalStep, type Step } from '../../shared/domain/workflow.ts';
import type { Ids } from '../../shared/ports.ts';

/** The approvals of a workflow by id; most have none, and then nothing is looked for. */
export type ApprovalSteps = ReadonlyMap<string, ApprovalStep>;

export function approvalSteps(steps: readonly Step[]): ApprovalSteps {
  const approvals = leavesOf(steps).filter((step) => step.type === 'approval');
  return new Map(approvals.map((step) => [step.id, step]));
}

type Entries = Readonly<Record<string, StepRecord>>;

interface Facts {
  readonly run: Run;
  readonly asking: ApprovalSteps;
  /** Of the boundary. */
  readonly entries: Entries;
  /** ISO 8601. */
  readonly at: string;
}

/** So many questions fit a transaction beside the rest: each is a row and an event. */
export const MOST_ASKED = 40;

/** What entries of a boundary ask, and what of it nobody has answered in time. */
export function approvalsAt({ entries, ...facts }: Facts): readonly Approval[] {
  if (facts.asking.size === 0) return [];
  const approvals = Object.entries(entries).flatMap(([key, record]): Approval[] => {
    // One that could not even be asked has no question.
    if (record.input === undefined) return [];
    return approvalAt({ ...facts, key, record, status: record.status === 'held' ? 'pending' : 'expired' });
  });
  return approvals.slice(0, MOST_ASKED);
}

/** What a run that ends has asked and needs no more. */
export function approvalsLeft({
  journal,
  entries,
  ...facts
}: Facts & { readonly journal: Entries }): readonly Approval[] {
  if (facts.asking.size === 0) return [];
  return Object.entries(journal).flatMap(([key, record]): Approval[] => {
    const isOpen = record.status === 'held' && !Object.hasOwn(entries, key);
    return isOpen ? approvalAt({ ...facts, key, record, status: 'cancelled' }) : [];
  });
}

function approvalAt({
  run,
  asking,
  key,
  record: { input, startedAt, dueAt },
  status,
  at,
}: Omit<Facts, 'entries'> & {
  readonly key: string;
  readonly record: StepRecord;
  readonly status: 'pending' | 'expired' | 'cancelled';
}): Approval[] {
  const step = asking.get(stepIdIn(key));
  if (step === undefined) return [];
  const { form, approvers } = step;
  return [
    {
      id: approvalIdFor({ runId: run.id, key }),
      tenantId: run.tenantId,
      runId: run.id,
      workflowId: run.workflowId,
      key,
      stepName: step.name,
      status,
      message: questionOf(input),
      ...(form === undefined ? {} : { form }),
      ...(approvers === undefined ? {} : { approvers }),
      requestedAt: startedAt,
      ...(dueAt === undefined ? {} : { expiresAt: dueAt }),
      ...(status === 'pending' ? {} : { closedAt: at }),
    },
  ];
}

function questionOf(input: StepRecord['input']): string {
  const message =
    typeof input === 'object' && input !== null && 'message' in input ? input.message : undefined;
  return typeof message === 'string' ? message : '';
}

/** Tells that somebody is asked, or that nobody has answered in time. */
export function approvalEvents(approvals: readonly Approval[], ids: Ids, at: string): readonly DomainEvent[] {
  return approvals.flatMap(({ id, tenantId, runId, workflowId, key, status }): DomainEvent[] => {
    if (status === 'cancelled') return [];
    const type = status === 'pending' ? 'approval.requested' : 'approval.expired';
    const data = { approvalId: id, executionId: runId, workflowId, step: key };
    return [{ id: ids.next('event'), type, tenantId, time: at, data }];
  });
}
