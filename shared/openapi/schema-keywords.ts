import type { Json } from '../domain/json.ts';
import { asList, cutText, member, type DocumentNode } from './document-node.ts';

/** A schema while it is being copied. */
export type Draft = { [key: string]: Json };

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);
const BOUNDS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
] as const;
const FLAGS = [
  'nullable',
  'readOnly',
  'writeOnly',
  'deprecated',
  'uniqueItems',
  'exclusiveMinimum',
  'exclusiveMaximum',
] as const;
const MAX_ENUM_BYTES = 1500;

/** `type`, in the spelling of JSON Schema; Swagger's `file` is a string of bytes. */
export function copyType(node: DocumentNode): Draft {
  const type = member(node, 'type');
  if (type === 'file') return { type: 'string', format: 'binary' };
  if (typeof type === 'string') return TYPES.has(type) ? { type } : {};
  const list = textsOf(type).filter((name) => TYPES.has(name));
  return list.length > 0 ? { type: list } : {};
}

/**
 * Copies what is no schema itself into `out`, as long as `left` bytes suffice; answers the bytes it took. `beside` is the
 * object that holds the `$ref`: its text, default and flags count before the target's.
 */
export function copyKeywords({
  node,
  beside,
  out,
  left,
  depth,
}: {
  readonly node: DocumentNode;
  readonly beside: DocumentNode | undefined;
  readonly out: Draft;
  readonly left: number;
  readonly depth: number;
}): number {
  let cost = 20;
  const put: Put = (key, value, size) => {
    if (cost + size > left) return;
    out[key] = value;
    cost += size;
  };
  const read = (key: string): unknown => member(beside, key) ?? member(node, key);
  const format = read('format');
  if (typeof format === 'string' && out['format'] === undefined)
    put('format', cutText(format, 60), format.length + 12);
  copyEnum(asList(member(node, 'enum')), put);
  const constant = member(node, 'const');
  if (isScalar(constant)) put('const', constant, sizeOf(constant) + 9);
  const fallback = read('default');
  if (isScalar(fallback)) put('default', fallback, sizeOf(fallback) + 11);
  for (const key of FLAGS) if (read(key) === true) put(key, true, key.length + 8);
  const required = textsOf(member(node, 'required'));
  if (required.length > 0 && required.length <= 500) put('required', required, sizeOf(required) + 12);
  const description = read('description');
  if (typeof description === 'string' && description !== '') {
    const text = cutText(description, depth < 2 ? 160 : 60);
    put('description', text, text.length + 18);
  }
  for (const key of BOUNDS) {
    const value = member(node, key);
    if (typeof value === 'number') put(key, value, key.length + 10);
  }
  const pattern = member(node, 'pattern');
  if (typeof pattern === 'string' && pattern.length <= 120) put('pattern', pattern, pattern.length + 14);
  return cost;
}

type Put = (key: string, value: Json, size: number) => void;

/** A cut list of values would forbid the others, so one that does not fit is left out and a few are shown as examples. */
function copyEnum(values: readonly unknown[] | undefined, put: Put): void {
  if (!values || values.length === 0) return;
  const scalars = values.filter(isScalar);
  if (scalars.length !== values.length) return;
  const size = scalars.length > MAX_ENUM_BYTES ? Infinity : sizeOf(scalars) + 8;
  if (size <= MAX_ENUM_BYTES) return put('enum', scalars, size);
  const few = scalars.slice(0, 5);
  put('examples', few, sizeOf(few) + 12);
}

function isScalar(value: unknown): value is string | number | boolean | null {
  if (typeof value === 'string') return value.length <= 500;
  return value === null || typeof value === 'number' || typeof value === 'boolean';
}

function textsOf(value: unknown): readonly string[] {
  return (asList(value) ?? []).filter((item) => typeof item === 'string');
}

/** About the bytes that a scalar or a list of scalars takes in JSON. */
function sizeOf(
  value: string | number | boolean | null | readonly (string | number | boolean | null)[],
): number {
  if (typeof value === 'string') return value.length + 3;
  if (typeof value !== 'object' || value === null) return 6;
  let size = 2;
  for (const item of value) size += sizeOf(item);
  return size;
}
