import * as z from 'zod';
import type { ErrorCode } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import {
  TRIGGER_OUTCOMES,
  type Trigger,
  type TriggerOutcome,
  type TriggerSchedule,
} from '../domain/trigger/trigger.ts';
import { fromJsonText, toJsonText } from './json-text.ts';
import type { Item, NewItem } from './table-operations.ts';
import { triggerKey } from './table-trigger-keys.ts';

/** Written by ourselves, and checked when it was. */
const own = <T>() => z.lazy(() => z.string().transform((text) => fromJsonText(text) as unknown as T));

const StoredOutcome = z.lazy(() =>
  z.object({
    outcome: z.enum(TRIGGER_OUTCOMES),
    at: z.string(),
    code: z.exactOptional(z.string().transform((code) => code as ErrorCode)),
    message: z.exactOptional(z.string()),
    executionId: z.exactOptional(z.string()),
  }),
);

const base = {
  id: z.string(),
  tenantId: z.string(),
  workflowId: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  input: z.exactOptional(own<JsonObject>()),
  lastFiredAt: z.exactOptional(z.string()),
  lastOutcome: z.exactOptional(StoredOutcome),
  createdAt: z.string(),
  createdBy: z.string(),
  updatedAt: z.string(),
  revision: z.number(),
};

const StoredTrigger = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({
      ...base,
      type: z.literal('schedule'),
      schedule: own<TriggerSchedule>(),
      anchor: z.string(),
    }),
    z.object({ ...base, type: z.literal('event'), pattern: own<JsonObject>() }),
  ]),
) satisfies z.ZodType<Trigger>;

export function triggerOf(item: Item): Trigger {
  return StoredTrigger.parse(item);
}

/** What of a trigger a person may change, as it lies in its row; `undefined` for what it has not. */
export function triggerColumns(trigger: Trigger) {
  const { name, enabled, input, updatedAt } = trigger;
  const common = { name, enabled, updatedAt, input: input && toJsonText(input, 'The input of the trigger') };
  return trigger.type === 'event'
    ? { ...common, pattern: toJsonText(trigger.pattern, 'The pattern') }
    : { ...common, schedule: JSON.stringify(trigger.schedule), anchor: trigger.anchor };
}

export function triggerRow(trigger: Trigger): NewItem {
  const { id, tenantId, workflowId, type, createdAt, createdBy, revision } = trigger;
  const fixed = { id, tenantId, workflowId, type, createdAt, createdBy, revision };
  return { ...triggerKey(trigger), ...fixed, ...triggerColumns(trigger) };
}

/** An outcome as it lies in the row. */
export function outcomeColumn(outcome: TriggerOutcome): Readonly<Record<string, string>> {
  return { ...outcome };
}
