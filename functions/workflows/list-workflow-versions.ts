import type { workflowEditingRoutes } from '../../shared/api/workflow-editing.ts';
import type { WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findWorkflow } from './find-workflow.ts';
import { versionSummary } from './workflow-view.ts';

/** The versions of a workflow, newest first. */
export function listWorkflowVersions({
  workflows,
}: {
  workflows: WorkflowStore;
}): Handler<typeof workflowEditingRoutes.listWorkflowVersions> {
  return async ({ params: { id }, caller: { tenantId } }) => {
    const { workflow } = await findWorkflow({ workflows, tenantId, id });
    const versions = await workflows.listVersions(tenantId, id);
    return { versions: versions.map((version) => versionSummary(workflow, version)) };
  };
}
