import type { Json } from '../domain/json.ts';
import { asList, cutText, member, type DocumentNode } from './document-node.ts';

/** A schema while it is being copied. */
export type Draft = { [key: string]: Json };

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);
/** Keywords with one simple value, and what it must be to be kept. */
const SIMPLE: ReadonlyMap<string, 'number' | 'true'> = new Map([
  ['minimum', 'number'],
  ['maximum', 'number'],
  ['exclusiveMinimum', 'number'],
  ['exclusiveMaximum', 'number'],
  ['multipleOf', 'number'],
  ['minLength', 'number'],
  ['maxLength', 'number'],
  ['minItems', 'number'],
  ['maxItems', 'number'],
  ['minProperties', 'number'],
  ['maxProperties', 'number'],
  ['nullable', 'true'],
  ['readOnly', 'true'],
  ['writeOnly', 'true'],
  ['deprecated', 'true'],
  ['uniqueItems', 'true'],
] as const);
const MAX_ENUM_BYTES = 1500;

/** `type`, in the spelling of JSON Schema; Swagger's `file` is a string of bytes. */
export function copyType(node: DocumentNode): Draft {
  const type = member(node, 'type');
  if (type === 'file') return { type: 'string', format: 'binary' };
  if (typeof type === 'string') return TYPES.has(type) ? { type } : {};
  const list = textsOf(type).filter((name) => TYPES.has(name));
  return list.length > 0 ? { type: list } : {};
}

/** The target of a `$ref` with the text, default and flags that stand beside the `$ref`, which count before its own. */
export function withSiblings(node: DocumentNode, beside: DocumentNode): DocumentNode {
  const siblings = Object.entries(beside).filter(([key]) => key !== '$ref' && !HOLDS_SCHEMAS.has(key));
  return siblings.length === 0 ? node : { ...node, ...Object.fromEntries(siblings) };
}

const HOLDS_SCHEMAS = new Set([
  'properties',
  'items',
  'allOf',
  'oneOf',
  'anyOf',
  'not',
  'type',
  'required',
  'enum',
]);

/**
 * Copies what is no schema itself into `out`, as long as `left` bytes suffice; answers the bytes it took. Text comes last,
 * since it is what can best be done without.
 */
export function copyKeywords({
  node,
  out,
  left,
  depth,
  onCut,
}: {
  readonly node: DocumentNode;
  readonly out: Draft;
  readonly left: number;
  readonly depth: number;
  /** A keyword was left out; text is not told of. */
  readonly onCut: () => void;
}): number {
  let cost = 20;
  let description = '';
  let pattern = '';
  const put: Put = (key, value, size) => {
    if (cost + size > left) {
      if (key !== 'description') onCut();
      return;
    }
    out[key] = value;
    cost += size;
  };
  for (const key of Object.keys(node)) {
    const value = node[key];
    const kind = SIMPLE.get(key);
    if (kind === 'number' ? typeof value === 'number' : kind === 'true' && value === true) {
      put(key, value as number | true, key.length + 10); // as just checked
    } else if (typeof value === 'string' && key === 'description') description = value;
    else if (typeof value === 'string' && key === 'pattern') pattern = value;
    else if (key === 'format' && typeof value === 'string' && out['format'] === undefined) {
      put(key, cutText(value, 60), value.length + 12);
    } else if (key === 'enum') copyEnum(asList(value), put);
    else if ((key === 'default' || key === 'const') && isScalar(value)) put(key, value, sizeOf(value) + 11);
    else if (key === 'required') {
      const names = textsOf(value);
      if (names.length > 500) onCut();
      else if (names.length > 0) put(key, names, sizeOf(names) + 12);
    }
  }
  if (description !== '') {
    const text = cutText(description, depth < 2 ? 160 : 60);
    put('description', text, text.length + 18);
  }
  if (pattern !== '' && pattern.length <= 120) put('pattern', pattern, pattern.length + 14);
  return cost;
}

const KEYWORDS = new Set([...SIMPLE.keys(), 'format', 'enum', 'default', 'const', 'required', 'pattern']);

/** Whether there is anything for `copyKeywords` to copy but text. */
export function hasKeywords(node: DocumentNode): boolean {
  return Object.keys(node).some((key) => KEYWORDS.has(key));
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
