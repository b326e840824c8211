import { AppError } from '../../shared/domain/errors.ts';
import { compilePattern } from '../../shared/domain/event-pattern/compile-pattern.ts';
import { PatternError } from '../../shared/domain/event-pattern/pattern-error.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { MAX_PATTERN } from '../../shared/domain/trigger/trigger.ts';

const PLACE = 'body.event.pattern';
const FIELDS = ['id', 'type', 'source', 'time', 'data', '$or'];

/** VALIDATION_ERROR with the place of what is wrong with an event pattern. */
export function checkPattern(pattern: JsonObject): void {
  if (JSON.stringify(pattern).length > MAX_PATTERN)
    throw fault(PLACE, `A pattern may have ${MAX_PATTERN} characters.`);
  const unknown = Object.keys(pattern).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined)
    throw fault(
      `${PLACE}.${unknown}`,
      'An event has id, type, source, time and data; what it tells is in data.',
    );
  try {
    compilePattern(pattern, { place: PLACE });
  } catch (error) {
    if (error instanceof PatternError) throw fault(error.place, `${error.message}.`);
    throw error;
  }
}

function fault(path: string, message: string): AppError {
  return new AppError('VALIDATION_ERROR', undefined, { details: [{ path, message }] });
}
