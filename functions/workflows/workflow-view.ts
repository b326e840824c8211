import type { Workflow, WorkflowVersion } from '../../shared/domain/workflow.ts';

/** Whether the current version may run: what was approved is what stands there. */
export function isApproved({ approvedHash, planHash }: Workflow): boolean {
  return approvedHash === planHash;
}

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
