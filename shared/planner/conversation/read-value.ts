import type { Json } from '../../domain/json.ts';
import { itemsOf, typesOf } from '../../domain/schema-view.ts';
import { faultOfValue } from '../check-value.ts';
import { findEntities } from '../entities.ts';
import type { Input } from '../operation-view.ts';
import { canTake, slotOf } from '../slots.ts';
import { valueOf } from '../values.ts';
import { ordinalIn } from './find-step.ts';

const YES =
  /^(?:y|yes|yeah|yep|sure|ok|okay|true|on|correct|right|exactly|of course|please do|do it|go ahead)\b/i;
const NO = /^(?:n|no|nope|false|off|never|don't|do not|neither|none)\b/i;

/** Whether a message says yes (true) or no (false); undefined where it says something else. */
export function saysYes(text: string): boolean | undefined {
  const plain = text.trim();
  return YES.test(plain) ? true : NO.test(plain) ? false : undefined;
}

/** What a person puts around a value. */
const AROUND =
  /^(?:(?:it(?:'s| is| should be)?|use|take|with|say|choose|pick|make it|set it to|to|is|=|:|the value(?: is)?)\s+)+/i;

/** A value that a text gives, or why what it gives does not fit; undefined where it gives none. */
export type ReadValue = { readonly value: Json } | { readonly fault: string } | undefined;

/** Reads the value of one input from a text that is about it and nothing else. */
export function readValue(input: Input, text: string): ReadValue {
  const bare = text.trim().replace(AROUND, '').trim();
  if (bare === '') return undefined;
  const value = valueIn(input, bare);
  if (value === undefined) return undefined;
  const place = input.place === 'body' ? 'json' : 'text';
  const fault = faultOfValue(value, input.schema, place);
  return fault === undefined ? { value } : { fault };
}

function valueIn(input: Input, text: string): Json | undefined {
  const { values, types } = input;
  if (values !== undefined) return choiceIn(values, text) ?? withoutStop(unquoted(text));
  if (types.includes('boolean') && !types.includes('string')) return saysYes(text);
  const entities = findEntities(text);
  const slot = slotOf(input);
  if (slot.numeric) {
    const numbers = entities.filter(({ number }) => number !== undefined);
    const [first] = numbers;
    return first === undefined || numbers.length > 1 ? withoutStop(text) : valueOf(input, [first]);
  }
  if (types.includes('array') && !types.includes('string')) return listIn(input, text);
  if (slot.object) return undefined;
  const only = entities.find((entity) => canTake(slot, entity));
  const plain = unquoted(text);
  const whole = only !== undefined && withoutStop(text).length === only.to - only.from;
  // A text for people is all that was said; of anything else, the one value that its name is made for.
  if (only !== undefined && (whole || (!slot.text && slot.made.has(only.kind)))) {
    return valueOf(input, [only]);
  }
  return slot.text ? plain : withoutStop(plain);
}

/** One of the values that may be chosen, by its name or by its place in the list. */
function choiceIn(values: readonly Json[], text: string): Json | undefined {
  const said = ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
  const spelled = (value: Json): string =>
    ` ${spellingOf(value)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `;
  const exact = values.find((value) => spelled(value) === said);
  if (exact !== undefined) return exact;
  const named = values.filter((value) => said.includes(spelled(value)));
  if (named.length === 1) return named[0];
  const place = ordinalIn(text, values.length);
  return place === undefined ? undefined : values[place - 1];
}

function listIn(input: Input, text: string): readonly Json[] {
  const parts = text
    .replace(/^\[|\]$/g, '')
    .split(/\s*,\s*(?:and\s+)?|\s+and\s+/)
    .map((part) => unquoted(part))
    .filter((part) => part !== '');
  const items = typesOf(itemsOf(input.schema) ?? {});
  const numeric = items.includes('integer') || items.includes('number');
  return parts.map((part) => (numeric && /^-?\d+(?:\.\d+)?$/.test(part) ? Number(part) : part));
}

/** A value as it is written in a sentence. */
export function spellingOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The text without quotes around all of it. */
export function unquoted(text: string): string {
  return /^["“'‘`](.*)["”'’`]$/su.exec(text.trim())?.[1] ?? text.trim();
}

function withoutStop(text: string): string {
  return text.trim().replace(/[.!]+$/, '');
}
