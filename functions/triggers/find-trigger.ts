import { AppError } from '../../shared/domain/errors.ts';
import type { Trigger } from '../../shared/domain/trigger/trigger.ts';
import type { TriggerStore } from '../../shared/ports.ts';

/** The trigger of this workspace's workflow, or RESOURCE_NOT_FOUND. */
export async function findTrigger(
  triggers: Pick<TriggerStore, 'get'>,
  wanted: { readonly tenantId: string; readonly workflowId: string; readonly id: string },
): Promise<Trigger> {
  const trigger = await triggers.get(wanted);
  if (trigger === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'Trigger not found.');
  return trigger;
}
