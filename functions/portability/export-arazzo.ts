import type { portabilityRoutes } from '../../shared/api/portability.ts';
import { exportWorkflow } from '../../shared/arazzo/export-workflow.ts';
import { writeYaml } from '../../shared/arazzo/write-yaml.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { connectionsOf } from '../../shared/domain/workflow.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import type { PortabilityPorts } from './portability-ports.ts';

/** A version of a workflow as an Arazzo document. */
export function exportArazzo({
  workflows,
  connections,
}: Pick<PortabilityPorts, 'workflows' | 'connections'>): Handler<typeof portabilityRoutes.exportWorkflow> {
  return async ({ params: { id }, query, caller: { tenantId } }) => {
    const workflow = await workflows.get(tenantId, id);
    const version = workflow && (await workflows.getVersion(tenantId, id, query.version ?? workflow.version));
    if (workflow === undefined || version === undefined)
      throw new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.');
    const { steps, planHash } = version;
    const { document, notes } = exportWorkflow({
      workflow,
      version: version.version,
      steps,
      connections: await connections.getMany(tenantId, connectionsOf(steps)),
    });
    const yaml = writeYaml(document);
    return { workflowId: id, version: version.version, planHash, document, yaml, notes: [...notes] };
  };
}
