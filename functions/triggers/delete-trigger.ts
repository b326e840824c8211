import type { triggerRoutes } from '../../shared/api/triggers.ts';
import type { TriggerStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findTrigger } from './find-trigger.ts';

/** Deletes a trigger; a firing that is under way meanwhile finds it gone. */
export function deleteTrigger({
  triggers,
}: {
  triggers: TriggerStore;
}): Handler<typeof triggerRoutes.deleteTrigger> {
  return async ({ params: { id: workflowId, triggerId }, caller: { tenantId }, change }) => {
    const trigger = await findTrigger(triggers, { tenantId, workflowId, id: triggerId });
    const about = { triggerId, workflowId, type: trigger.type };
    await triggers.delete(
      trigger,
      change({ details: about, events: [{ type: 'trigger.deleted', data: about }] }),
    );
    return { id: triggerId };
  };
}
