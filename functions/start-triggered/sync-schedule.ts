import type { Trigger } from '../../shared/domain/trigger/trigger.ts';
import type { TriggerPorts } from './trigger-ports.ts';

/** A trigger that is changed while it is looked at is looked at again, so often at most. */
const LOOKS = 5;

/**
 * Makes the clockwork do what the trigger says now. Whoever is told of an older change does the same, so that the order
 * of events is no matter; the second look keeps one that was slow from putting back what it had read.
 */
export async function syncSchedule({
  ports: { triggers, clockwork, clock },
  ...wanted
}: {
  readonly tenantId: string;
  readonly workflowId: string;
  readonly id: string;
  readonly ports: Pick<TriggerPorts, 'triggers' | 'clockwork' | 'clock'>;
}): Promise<void> {
  let trigger = await triggers.get(wanted);
  for (let look = 1; look <= LOOKS; look += 1) {
    if (isDue(trigger)) await clockwork.put(trigger, clock.now());
    else await clockwork.delete(wanted.id);
    const present = await triggers.get(wanted);
    if (present?.revision === trigger?.revision) return;
    trigger = present;
  }
  throw new Error(`The trigger ${wanted.id} does not come to rest.`);
}

function isDue(trigger: Trigger | undefined): trigger is Trigger & { readonly type: 'schedule' } {
  return trigger !== undefined && trigger.type === 'schedule' && trigger.enabled;
}
