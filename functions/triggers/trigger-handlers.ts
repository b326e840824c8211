import type { concurrencyRoutes } from '../../shared/api/concurrency.ts';
import type { triggerRoutes } from '../../shared/api/triggers.ts';
import type { Ids, TriggerStore, WorkflowLines, WorkflowStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';

export interface TriggerPorts {
  readonly triggers: TriggerStore;
  readonly workflows: Pick<WorkflowStore, 'get' | 'limit'>;
  readonly lines: Pick<WorkflowLines, 'look'>;
  readonly ids: Ids;
}

/** The handlers of the triggers of a workflow. */
export function triggerHandlers(
  ports: TriggerPorts,
): Handlers<typeof triggerRoutes & typeof concurrencyRoutes> {
  return {
    listTriggers: whenCalled(async () => (await import('./list-triggers.ts')).listTriggers(ports)),
    createTrigger: whenCalled(async () => (await import('./create-trigger.ts')).createTrigger(ports)),
    updateTrigger: whenCalled(async () => (await import('./update-trigger.ts')).updateTrigger(ports)),
    deleteTrigger: whenCalled(async () => (await import('./delete-trigger.ts')).deleteTrigger(ports)),
    getConcurrency: whenCalled(async () => (await import('./get-concurrency.ts')).getConcurrency(ports)),
    setConcurrency: whenCalled(async () => (await import('./set-concurrency.ts')).setConcurrency(ports)),
  };
}
