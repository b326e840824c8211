import type { triggerRoutes } from '../../shared/api/triggers.ts';
import type { Ids, TriggerStore, WorkflowStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import { deleteTrigger } from './delete-trigger.ts';

export interface TriggerPorts {
  readonly triggers: TriggerStore;
  readonly workflows: Pick<WorkflowStore, 'get'>;
  readonly ids: Ids;
}

/** The handlers of the triggers of a workflow. */
export function triggerHandlers(ports: TriggerPorts): Handlers<typeof triggerRoutes> {
  return {
    listTriggers: whenCalled(async () => (await import('./list-triggers.ts')).listTriggers(ports)),
    createTrigger: whenCalled(async () => (await import('./create-trigger.ts')).createTrigger(ports)),
    updateTrigger: whenCalled(async () => (await import('./update-trigger.ts')).updateTrigger(ports)),
    deleteTrigger: deleteTrigger(ports),
  };
}
