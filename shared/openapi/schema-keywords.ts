import type { Json } from '../domain/json.ts';
import { asList, cutText, member, type DocumentNode } from './document-node.ts';
import { memberBytes, scalarBytes } from './json-bytes.ts';

/** A schema while it is being copied. */
export type Draft = { [key: string]: Json };

/** Bytes of JSON that a schema may still take. */
export interface Room {
  left: number;
}

/** A schema to copy the keywords of. */
interface Keywords {
  readonly node: DocumentNode;
  readonly out: Draft;
  readonly room: Room;
  /** A keyword was left out; text is not told of. */
  readonly onCut: () => void;
}

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
const MAX_REQUIRED = 500;
/** Characters of a description near the root and further down, and of a pattern. */
const MAX_TEXT = { near: 160, far: 60, pattern: 120 };

/** `type`, in the spelling of JSON Schema; Swagger's `file` is a string of bytes. */
export function copyType(node: DocumentNode): Draft {
  const type = member(node, 'type');
  if (type === 'file') return { type: 'string', format: 'binary' };
  if (typeof type === 'string') return TYPES.has(type) ? { type } : {};
  if (type === undefined) return {};
  const list = [...new Set(textsOf(type))].filter((name) => TYPES.has(name));
  return list.length > 0 ? { type: list } : {};
}

/** The bytes of what `copyType` makes. */
export function typeBytes({ type, format }: Draft): number {
  if (type === undefined) return 2;
  const bytes = 2 + memberBytes('type') + scalarBytes(type);
  return format === undefined ? bytes : bytes + memberBytes('format') + scalarBytes(format);
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

/** Copies `required`, where there is room. */
export function copyRequired({ node, out, room, onCut }: Keywords): void {
  if (out['required'] !== undefined) return;
  const names = textsOf(member(node, 'required'));
  if (names.length > 0 && (names.length > MAX_REQUIRED || !put(out, 'required', names, room))) onCut();
}

/** Copies what is no schema itself, as far as there is room. Text comes last, since it is what can best be done without. */
export function copyKeywords({
  depth,
  ...keywords
}: Keywords & {
  /** Below the root. */
  readonly depth: number;
}): void {
  const { node, out, room, onCut } = keywords;
  copyRequired(keywords);
  let description = '';
  let pattern = '';
  for (const key in node) {
    const value = node[key];
    const kind = SIMPLE.get(key);
    if (kind === 'number' ? isFiniteNumber(value) : kind === 'true' && value === true) {
      if (!put(out, key, value as number | true, room)) onCut(); // as just checked
    } else if (typeof value === 'string' && key === 'description') description = value;
    else if (typeof value === 'string' && key === 'pattern') pattern = value;
    else if (key === 'format' && typeof value === 'string' && out['format'] === undefined) {
      if (!put(out, key, cutText(value, 60), room)) onCut();
    } else if (key === 'enum') {
      if (!copyEnum(asList(value), out, room)) onCut();
    } else if ((key === 'default' || key === 'const') && isScalar(value) && !put(out, key, value, room))
      onCut();
  }
  if (description !== '') {
    put(out, 'description', cutText(description, depth < 2 ? MAX_TEXT.near : MAX_TEXT.far), room);
  }
  if (pattern !== '' && pattern.length <= MAX_TEXT.pattern && !put(out, 'pattern', pattern, room)) onCut();
}

function put(out: Draft, key: string, value: Json, room: Room): boolean {
  const bytes = memberBytes(key) + scalarBytes(value);
  if (bytes > room.left) return false;
  out[key] = value;
  room.left -= bytes;
  return true;
}

const KEYWORDS = new Set([...SIMPLE.keys(), 'format', 'enum', 'default', 'const', 'required', 'pattern']);

/** Whether there is anything for `copyKeywords` to copy but text. */
export function hasKeywords(node: DocumentNode): boolean {
  return Object.keys(node).some((key) => KEYWORDS.has(key));
}

/**
 * A cut list of values would forbid the others, so one that does not fit is left out and a few are shown as examples; false
 * where not even these fit.
 */
function copyEnum(values: readonly unknown[] | undefined, out: Draft, room: Room): boolean {
  if (!values || values.length === 0) return true;
  const scalars = values.filter(isScalar);
  if (scalars.length !== values.length) return true;
  const isShort = scalars.length <= MAX_ENUM_BYTES && scalarBytes(scalars) <= MAX_ENUM_BYTES;
  return (isShort && put(out, 'enum', scalars, room)) || put(out, 'examples', scalars.slice(0, 5), room);
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isScalar(value: unknown): value is string | number | boolean | null {
  if (typeof value === 'string') return value.length <= 500;
  return value === null || isFiniteNumber(value) || typeof value === 'boolean';
}

function textsOf(value: unknown): readonly string[] {
  return (asList(value) ?? []).filter((item) => typeof item === 'string');
}
