import type { BrokenStep, BrokenWorkflow } from './broken-steps.ts';
import type { CatalogueDiff, ChangeReason, OperationName } from './catalogue-diff.ts';
import { isEmptyDiff } from './catalogue-diff.ts';

/** One operation in the history of a document. */
export interface OperationChange extends OperationName {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly breaking: boolean;
  /** Of a changed one: breaking ones first, then by place; a long list is cut. */
  readonly reasons: readonly ChangeReason[];
  /** How many were left out. */
  readonly moreReasons?: number;
  /** The path before, where only the names of its parameters changed. */
  readonly pathBefore?: string;
  /** Of a removed one: where one of the same operationId is now. */
  readonly movedTo?: OperationName;
  readonly movedFrom?: OperationName;
}

export interface ChangeCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Operations whose callers may be broken: those that are gone and those that changed so. */
  readonly breaking: number;
}

/** One version of a connection's document that took another's place, and what was different in it. */
export interface DocumentChange {
  /** That of the ingestion that found it. */
  readonly id: string;
  readonly tenantId: string;
  readonly connectionId: string;
  /** ISO 8601. */
  readonly at: string;
  /** Spec hashes. */
  readonly from: string;
  readonly to: string;
  readonly counts: ChangeCounts;
  /** Of the document as a whole. */
  readonly general: readonly ChangeReason[];
  /** The first operations, those that break callers before the others. */
  readonly operations: readonly OperationChange[];
  /** The first workflows that are broken by it, with the first of their steps … */
  readonly workflows: readonly BrokenWorkflow[];
  /** … out of so many. */
  readonly workflowCount: number;
}

/** Everything of a change; too large for a row. */
export interface WholeChange {
  readonly operations: readonly OperationChange[];
  readonly workflows: readonly BrokenWorkflow[];
}

const SHOWN = { operations: 20, operationReasons: 5, workflows: 20, steps: 5, stepReasons: 2, general: 20 };

/** What the operations of a diff come to, those that break callers first. */
export function listOperationChanges({ removed, changed, added }: CatalogueDiff): readonly OperationChange[] {
  const all = changed.map((operation): OperationChange => ({ kind: 'changed', ...operation }));
  return [
    ...removed.map((operation) => ({ kind: 'removed' as const, breaking: true, reasons: [], ...operation })),
    ...all.filter(({ breaking }) => breaking),
    ...all.filter(({ breaking }) => !breaking),
    ...added.map((operation) => ({ kind: 'added' as const, breaking: false, reasons: [], ...operation })),
  ];
}

/** The entry of a diff in the history. */
export function documentChange({
  diff,
  whole,
  ...of
}: Pick<DocumentChange, 'id' | 'tenantId' | 'connectionId' | 'at'> & {
  readonly diff: CatalogueDiff;
  readonly whole: WholeChange;
}): DocumentChange {
  const { operations, workflows } = whole;
  return {
    ...of,
    from: diff.from,
    to: diff.to,
    counts: {
      added: diff.added.length,
      removed: diff.removed.length,
      changed: diff.changed.length,
      breaking: operations.filter(({ breaking }) => breaking).length,
    },
    general: diff.general.slice(0, SHOWN.general),
    operations: operations.slice(0, SHOWN.operations).map(shortened),
    workflows: workflows
      .slice(0, SHOWN.workflows)
      .map((workflow) => ({ ...workflow, steps: firstSteps(workflow.steps, SHOWN) })),
    workflowCount: workflows.length,
  };
}

function shortened(operation: OperationChange): OperationChange {
  const left = operation.reasons.length - SHOWN.operationReasons;
  if (left <= 0) return operation;
  const reasons = operation.reasons.slice(0, SHOWN.operationReasons);
  return { ...operation, reasons, moreReasons: left + (operation.moreReasons ?? 0) };
}

/** The first steps with the first of their reasons. */
export function firstSteps(
  steps: readonly BrokenStep[],
  limits: { readonly steps: number; readonly stepReasons: number },
): readonly BrokenStep[] {
  return steps
    .slice(0, limits.steps)
    .map((step) => ({ ...step, reasons: step.reasons.slice(0, limits.stepReasons) }));
}

/** The data of the event that tells of a drift; undefined where nothing changed that a caller could tell. */
export function driftOf(
  diff: CatalogueDiff,
  { connectionId, from, to, counts, workflows, workflowCount }: DocumentChange,
) {
  if (isEmptyDiff(diff)) return undefined;
  const { added, ...others } = counts;
  return {
    connectionId,
    from,
    to,
    new: added,
    ...others,
    workflowCount,
    workflows: workflows.map(({ workflowId }) => workflowId),
  };
}
