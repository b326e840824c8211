import type { triggerRoutes } from '../../shared/api/triggers.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { TriggerStore, WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { triggerView } from './trigger-view.ts';

/** The triggers of a workflow. */
export function listTriggers({
  triggers,
  workflows,
}: {
  triggers: TriggerStore;
  workflows: Pick<WorkflowStore, 'get'>;
}): Handler<typeof triggerRoutes.listTriggers> {
  return async ({ params: { id }, caller: { tenantId }, request: { now } }) => {
    const [workflow, found] = await Promise.all([workflows.get(tenantId, id), triggers.list(tenantId, id)]);
    if (workflow === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.');
    return { triggers: found.map((trigger) => triggerView(trigger, now)) };
  };
}
