import { AppError } from '../errors.ts';
import type { Json, JsonObject } from '../json.ts';
import { listTemplates, resolveTemplates } from '../templates.ts';
import type { TriggerEvent } from './trigger-event.ts';

/**
 * The input of a run that an event starts: the trigger's own, its `{{event.…}}` filled in, or `{event}`. Throws
 * STEP_INPUT_INVALID naming the template that does not resolve.
 */
export function mapInput(input: JsonObject | undefined, event: TriggerEvent): JsonObject {
  const whole = { ...event };
  if (input === undefined) return { event: whole };
  const entries = Object.entries(input).map(([name, value]) => [
    name,
    resolveTemplates(value, { input: null, steps: {}, event: whole }),
  ]);
  return Object.fromEntries(entries);
}

/** What is wrong with the templates of an input: a sentence each. */
function faultsOfInput(input: Json): readonly string[] {
  return listTemplates(input).flatMap((part) => {
    if (part.kind === 'invalid') return [part.message];
    const { root, source } = part.reference;
    return root === 'event'
      ? []
      : [`{{${source}}} is not known here; start with "event.", as in {{event.data.id}}.`];
  });
}

/** Throws VALIDATION_ERROR with the place of what is wrong. */
export function checkInput(input: Json): void {
  const faults = faultsOfInput(input);
  if (faults.length === 0) return;
  const details = faults.map((message) => ({ path: 'body.input', message }));
  throw new AppError('VALIDATION_ERROR', undefined, { details });
}
