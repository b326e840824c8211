import { nextTimes } from '../../shared/domain/trigger/fire-times.ts';
import type { Trigger } from '../../shared/domain/trigger/trigger.ts';

const NEXT_FIRES = 5;

/** A trigger as it is shown at a time (ISO 8601). */
export function triggerView(trigger: Trigger, now: string) {
  const { id, workflowId, type, name, enabled, input, createdAt, createdBy, updatedAt } = trigger;
  const own =
    trigger.type === 'schedule' ? { schedule: trigger.schedule } : { event: { pattern: trigger.pattern } };
  return {
    id,
    workflowId,
    type,
    name,
    enabled,
    ...own,
    ...(input === undefined ? {} : { input }),
    nextFires: trigger.type === 'schedule' && enabled ? nextTimes(trigger, Date.parse(now), NEXT_FIRES) : [],
    lastFiredAt: trigger.lastFiredAt ?? null,
    lastOutcome: trigger.lastOutcome ?? null,
    createdAt,
    createdBy,
    updatedAt,
  };
}
