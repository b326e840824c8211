import type { workflowEditingRoutes } from '../../shared/api/workflow-editing.ts';
import type { WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findWorkflow } from './find-workflow.ts';

/** Deletes a workflow; its versions stay for the executions that were made of them. */
export function deleteWorkflow({
  workflows,
}: {
  workflows: WorkflowStore;
}): Handler<typeof workflowEditingRoutes.deleteWorkflow> {
  return async ({ params: { id }, caller: { tenantId }, change }) => {
    const { workflow } = await findWorkflow({ workflows, tenantId, id });
    const about = { workflowId: id, name: workflow.name };
    const event = { type: 'workflow.deleted' as const, data: { workflowId: id } };
    await workflows.delete(workflow, change({ details: about, events: [event] }));
    return { id };
  };
}
