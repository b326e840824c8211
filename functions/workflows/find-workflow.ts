import { AppError } from '../../shared/domain/errors.ts';
import type { Workflow, WorkflowVersion } from '../../shared/domain/workflow.ts';
import type { WorkflowStore } from '../../shared/ports.ts';

/** The workflow of this workspace with its current version, or RESOURCE_NOT_FOUND. */
export async function findWorkflow({
  workflows,
  tenantId,
  id,
}: {
  workflows: WorkflowStore;
  tenantId: string;
  id: string;
}): Promise<{ workflow: Workflow; version: WorkflowVersion }> {
  const workflow = await workflows.get(tenantId, id);
  const version = workflow && (await workflows.getVersion(tenantId, id, workflow.version));
  if (workflow === undefined || version === undefined)
    throw new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.');
  return { workflow, version };
}
