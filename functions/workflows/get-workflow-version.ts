import type { workflowEditingRoutes } from '../../shared/api/workflow-editing.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findWorkflow } from './find-workflow.ts';
import { versionSummary } from './workflow-view.ts';

/** One version of a workflow with its steps. */
export function getWorkflowVersion({
  workflows,
}: {
  workflows: WorkflowStore;
}): Handler<typeof workflowEditingRoutes.getWorkflowVersion> {
  return async ({ params: { id, version: number }, caller: { tenantId } }) => {
    const { workflow } = await findWorkflow({ workflows, tenantId, id });
    const version = await workflows.getVersion(tenantId, id, number);
    if (version === undefined) throw new AppError('RESOURCE_NOT_FOUND', `There is no version ${number}.`);
    return { ...versionSummary(workflow, version), steps: [...version.steps] };
  };
}
