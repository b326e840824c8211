import { AppError } from '../../shared/domain/errors.ts';
import { EVENT_SOURCE } from '../../shared/domain/events.ts';
import { runIdFor } from '../../shared/domain/run-id.ts';
import { verdictOf } from '../../shared/domain/trigger/fire-times.ts';
import { SCHEDULED, type TriggerEvent } from '../../shared/domain/trigger/trigger-event.ts';
import { fireTrigger, refuseTrigger } from './fire-trigger.ts';
import type { Due } from './trigger-message.ts';
import type { TriggerPorts } from './trigger-ports.ts';

const MISSED = {
  missed: undefined,
  superseded: 'Nobody came in time for this, and a later time was due by then: that one runs.',
};

/** Fires a schedule for one of its times; a schedule whose trigger is gone or disabled is ended. */
export async function fireSchedule({
  due: { tenantId, workflowId, triggerId, time },
  ports,
}: {
  readonly due: Due;
  readonly ports: TriggerPorts;
}): Promise<void> {
  const trigger = await ports.triggers.get({ tenantId, workflowId, id: triggerId });
  if (trigger === undefined || trigger.type !== 'schedule' || !trigger.enabled) {
    await ports.clockwork.delete(triggerId);
    return;
  }
  const key = `schedule:${triggerId}:${time}`;
  const event: TriggerEvent = { id: key, type: SCHEDULED, source: EVENT_SOURCE, time, data: {} };
  const verdict = verdictOf(trigger, Date.parse(time), ports.clock.now());
  if (verdict === 'fire') {
    await fireTrigger({ trigger, event, key, chain: 0, ports });
    return;
  }
  // Told again, late: what has started is not missed.
  const runId = runIdFor({ tenantId, workflowId, key });
  if ((await ports.runHeads.get({ tenantId, runId })) !== undefined) return;
  const error = new AppError('TRIGGER_MISSED', MISSED[verdict]);
  await refuseTrigger({ trigger, event, error, outcome: 'skipped', ports });
}
