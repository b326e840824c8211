import type { workflowRoutes } from '../../shared/api/workflows.ts';
import type { WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findWorkflow } from './find-workflow.ts';
import { workflowView } from './workflow-view.ts';

/** One workflow with the steps of its current version. */
export function getWorkflow({
  workflows,
}: {
  workflows: WorkflowStore;
}): Handler<typeof workflowRoutes.getWorkflow> {
  return async ({ params: { id }, caller: { tenantId } }) => {
    const { workflow, version } = await findWorkflow({ workflows, tenantId, id });
    return workflowView(workflow, version);
  };
}
