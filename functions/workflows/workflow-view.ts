import type { BrokenStep } from '../../shared/domain/broken-steps.ts';
import { isApproved, leavesOf, type Workflow, type WorkflowVersion } from '../../shared/domain/workflow.ts';

function brokenStepViews(steps: readonly BrokenStep[]) {
  return steps.map((step) => ({ ...step, reasons: [...step.reasons] }));
}

/** A workflow in a list. */
export function workflowSummary(workflow: Workflow) {
  return {
    ...workflow,
    approved: isApproved(workflow),
    lastExecuted: workflow.lastExecuted ?? null,
    // A mark says nothing of a later version: that one was checked against the documents as they were by then.
    drift: (workflow.drift ?? [])
      .filter(({ version }) => version === workflow.version)
      .map((mark) => ({ ...mark, steps: brokenStepViews(mark.steps) })),
  };
}

/** A workflow with the steps of its current version. */
export function workflowView(workflow: Workflow, { steps }: Pick<WorkflowVersion, 'steps'>) {
  const approved = isApproved(workflow);
  return {
    ...workflowSummary(workflow),
    approvedAt: approved ? (workflow.approvedAt ?? null) : null,
    approvedBy: approved ? (workflow.approvedBy ?? null) : null,
    steps: [...steps],
  };
}

/** A version in a list. */
export function versionSummary(
  workflow: Workflow,
  { version, planHash, steps, createdAt, createdBy }: WorkflowVersion,
) {
  return {
    version,
    planHash,
    stepCount: leavesOf(steps).length,
    current: version === workflow.version,
    approved: planHash === workflow.approvedHash,
    createdAt,
    createdBy,
  };
}
