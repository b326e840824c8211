import type { concurrencyRoutes } from '../../shared/api/concurrency.ts';
import type { WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** Sets the limit; its event lets those begin that have a place by it. Those under way go on. */
export function setConcurrency({
  workflows,
}: {
  workflows: Pick<WorkflowStore, 'limit'>;
}): Handler<typeof concurrencyRoutes.setConcurrency> {
  return async ({ params: { id }, body, caller: { tenantId }, request: { now }, change }) => {
    const { limit, whenFull } = body;
    const concurrency = limit === null ? undefined : { limit, whenFull };
    const about = { workflowId: id, concurrency: concurrency ?? null };
    const record = change({ details: about, events: [{ type: 'workflow.updated', data: about }] });
    await workflows.limit({ tenantId, id, concurrency, at: now }, record);
    return { concurrency: concurrency ?? null };
  };
}
