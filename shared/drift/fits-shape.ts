import { canonicalJson, type Json } from '../domain/json.ts';
import { LinearRegExp } from '../expressions/linear-reg-exp.ts';
import { covers, type ValuePlace } from '../openapi/diff/compare-types.ts';
import type { Limits, Shape } from '../openapi/diff/shape.ts';

/** Whether a literal fits what a schema says of it. Its members and items are places of their own. */
export function fitsShape(value: Json, shape: Shape, place: ValuePlace): boolean {
  if (value === null) return shape.nullable || shape.types === undefined;
  if (
    shape.types !== undefined &&
    !typesOf(value, place).some((type) => covers(shape.types ?? [], type, place))
  )
    return false;
  if (shape.values !== undefined && !spellings(value, place).some((text) => shape.values?.includes(text)))
    return false;
  return fitsLimits(value, shape.limits) && !(shape.closed && hasOther(value, shape));
}

/** The types that a value may be taken for; outside a JSON body a text is whatever it spells. */
function typesOf(value: Json, place: ValuePlace): readonly string[] {
  if (isList(value)) return ['array'];
  if (typeof value === 'object') return ['object'];
  const own = Number.isInteger(value) ? 'integer' : typeof value;
  if (place === 'json') return [own];
  const spelled = typeof value === 'string' ? spelledType(value) : [];
  // One value and a list of one are sent alike.
  return [own, ...spelled, 'array'];
}

function spelledType(text: string): readonly string[] {
  if (text === 'true' || text === 'false') return ['boolean'];
  if (text.trim() === '' || !Number.isFinite(Number(text))) return [];
  return [Number.isInteger(Number(text)) ? 'integer' : 'number'];
}

function spellings(value: Json, place: ValuePlace): readonly string[] {
  const exact = canonicalJson(value);
  if (place === 'json' || typeof value === 'object') return [exact];
  return [exact, typeof value === 'string' ? value : JSON.stringify(String(value))];
}

function fitsLimits(value: Json, limits: Limits): boolean {
  return Object.entries(limits).every(([name, limit]) => {
    const size = sizeFor(name, value);
    if (name === 'pattern') return typeof value !== 'string' || matches(value, String(limit));
    if (size === undefined || typeof limit !== 'number') return true;
    if (name === 'exclusiveMinimum') return size > limit;
    if (name === 'exclusiveMaximum') return size < limit;
    if (name === 'multipleOf') return Math.abs(size / limit - Math.round(size / limit)) < 1e-9;
    return name.startsWith('min') ? size >= limit : size <= limit;
  });
}

/** The number that a keyword limits. */
function sizeFor(name: string, value: Json): number | undefined {
  if (name.endsWith('Length')) return typeof value === 'string' ? value.length : undefined;
  if (name.endsWith('Items')) return isList(value) ? value.length : undefined;
  if (name.endsWith('Properties'))
    return typeof value === 'object' && value !== null && !isList(value)
      ? Object.keys(value).length
      : undefined;
  return typeof value === 'number' ? value : undefined;
}

/** In time that grows with the text alone; a pattern that such an engine cannot read proves nothing. */
function matches(text: string, pattern: string): boolean {
  try {
    return new LinearRegExp({ source: pattern, flags: '' }).exec(text.slice(0, 10_000)) !== null;
  } catch {
    return true;
  }
}

function hasOther(value: Json, { members }: Shape): boolean {
  if (typeof value !== 'object' || value === null || isList(value)) return false;
  return Object.keys(value).some((name) => !members.has(name));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
