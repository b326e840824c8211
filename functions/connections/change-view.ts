import type { BrokenWorkflow } from '../../shared/domain/broken-steps.ts';
import type { DocumentChange, OperationChange } from '../../shared/domain/document-change.ts';

/** An entry of the history in the shape of the API. */
export function changeView({
  id,
  at,
  from,
  to,
  counts,
  general,
  operations,
  workflows,
  workflowCount,
}: DocumentChange) {
  const { added, ...others } = counts;
  return {
    id,
    at,
    from,
    to,
    counts: { new: added, ...others },
    general: [...general],
    operations: operations.map(operationChangeView),
    brokenWorkflows: workflows.map(brokenWorkflowView),
    brokenWorkflowCount: workflowCount,
  };
}

export function operationChangeView(operation: OperationChange) {
  return { ...operation, reasons: [...operation.reasons] };
}

export function brokenWorkflowView(workflow: BrokenWorkflow) {
  return { ...workflow, steps: workflow.steps.map((step) => ({ ...step, reasons: [...step.reasons] })) };
}
