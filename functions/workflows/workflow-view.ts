import { isApproved, leavesOf, type Workflow, type WorkflowVersion } from '../../shared/domain/workflow.ts';

/** A workflow in a list. */
export function workflowSummary(workflow: Workflow) {
  return { ...workflow, approved: isApproved(workflow), lastExecuted: workflow.lastExecuted ?? null };
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
