import type { JsonSchema } from '../domain/catalogue.ts';
import { isForbiddenKey, type Json } from '../domain/json.ts';
import { asList, asNode, member, type DocumentNode } from './document-node.ts';
import { memberBytes, textBytes } from './json-bytes.ts';
import type { Draft, Room } from './schema-keywords.ts';

const SINGLES = ['items', 'additionalProperties', 'not'] as const;
const LISTS = ['allOf', 'oneOf', 'anyOf', 'prefixItems'] as const;
/** The keywords that hold schemas, in the order in which these are copied. */
const HOLDERS = ['properties', ...SINGLES, ...LISTS] as const;

/** Where a schema goes. */
export interface Slot {
  readonly source: unknown;
  /** The draft or the list that takes it. */
  readonly into: Draft | Json[];
  readonly key: string | number;
  /** The keyword of the schema above that holds it. */
  readonly holder: (typeof HOLDERS)[number];
  /** Bytes that it takes beside itself. */
  readonly extra: number;
}

/** A schema within another one, which is being copied. */
export interface Holder {
  readonly node: DocumentNode;
  readonly out: Draft;
}

/** What the copying of one schema shares. */
export interface Copying<H extends Holder> {
  readonly room: Room;
  /** Makes the schema in its slot; false where there is no room. */
  readonly admit: (above: H, slot: Slot) => boolean;
  /** Answers what takes back all that was admitted since. */
  readonly mark: (above: H) => () => void;
  /** Something was left out that its place does not show. */
  readonly onCut: () => void;
}

/** Whether a schema holds others. */
export function hasParts(node: DocumentNode): boolean {
  for (const key of HOLDERS) if (typeof node[key] === 'object' && Object.hasOwn(node, key)) return true;
  return false;
}

/** Admits the members that must be there, and what holds them in turn. */
export function copyRequiredParts<H extends Holder>(above: H, copying: Copying<H>): void {
  const { node } = above;
  const properties = asNode(member(node, 'properties'));
  const required = new Set(asList(member(node, 'required')));
  const names = properties ? Object.keys(properties).filter((name) => required.has(name)) : [];
  if (properties && names.length > 0) copyProperties(above, copying, properties, names);
  copySingle('items', above, copying);
  copyList('allOf', above, copying);
}

/**
 * Admits the schemas within; false where members or alternatives were left out. What does not fit is cut so that the rest
 * stays true: a list of alternatives is kept whole or not at all.
 */
export function copyParts<H extends Holder>(above: H, copying: Copying<H>): boolean {
  const { node, out } = above;
  const { room, onCut } = copying;
  const properties = asNode(member(node, 'properties'));
  let fits = true;
  if (properties) fits = copyProperties(above, copying, properties, requiredFirst(node, properties));
  for (const key of SINGLES) if (!copySingle(key, above, copying)) onCut();
  for (const key of LISTS) fits = copyList(key, above, copying) && fits;
  const bytes = memberBytes('additionalProperties') + 5;
  if (member(node, 'additionalProperties') === false && bytes <= room.left) {
    room.left -= bytes;
    out['additionalProperties'] = false;
  }
  return fits;
}

function copyProperties<H extends Holder>(
  above: H,
  { room, admit }: Copying<H>,
  properties: DocumentNode,
  names: readonly string[],
): boolean {
  const { out } = above;
  const present = out['properties'];
  const into: Draft = isDraft(present) ? present : {};
  if (present === undefined) {
    const bytes = memberBytes('properties') + 2;
    if (bytes > room.left) return false;
    room.left -= bytes;
    out['properties'] = into;
  }
  let fits = true;
  for (const key of names) {
    if (present !== undefined && Object.hasOwn(into, key)) continue;
    if (isForbiddenKey(key)) {
      fits = false;
      continue;
    }
    const slot = {
      source: properties[key],
      into,
      key,
      holder: 'properties',
      extra: textBytes(key) + 2,
    } as const;
    if (!admit(above, slot)) return false;
  }
  return fits;
}

function copySingle<H extends Holder>(
  key: (typeof SINGLES)[number],
  above: H,
  { admit }: Copying<H>,
): boolean {
  const { node, out } = above;
  const source = member(node, key);
  if (!asNode(source) || out[key] !== undefined) return true;
  return admit(above, { source, into: out, key, holder: key, extra: memberBytes(key) });
}

function copyList<H extends Holder>(
  key: (typeof LISTS)[number],
  above: H,
  { room, admit, mark }: Copying<H>,
): boolean {
  const { node, out } = above;
  const parts = asList(member(node, key));
  if (!parts || parts.length === 0 || out[key] !== undefined) return true;
  const head = memberBytes(key) + 2;
  // Each takes three bytes at least.
  if (head + parts.length * 3 > room.left) return false;
  const takeBack = mark(above);
  room.left -= head;
  const into: Json[] = [];
  out[key] = into;
  const fits = parts.every((source, at) => admit(above, { source, into, key: at, holder: key, extra: 1 }));
  if (fits) return true;
  takeBack();
  delete out[key];
  return false;
}

/** Where the schemas under a keyword stand among those beside them. */
export function rankOf(holder: Slot['holder']): number {
  return HOLDERS.indexOf(holder);
}

/** The schemas within a copied one, in the order in which they are copied. */
export function partsOf(schema: JsonSchema): readonly JsonSchema[] {
  const parts = [
    ...Object.values(asSchema(schema['properties']) ?? {}),
    ...SINGLES.map((key) => schema[key]),
    ...LISTS.flatMap((key) => asList(schema[key]) ?? []),
  ];
  return parts.map((part) => asSchema(part)).filter((part) => part !== undefined);
}

function asSchema(value: unknown): JsonSchema | undefined {
  return asNode(value) as JsonSchema | undefined; // of a schema, which is JSON
}

function isDraft(value: Json | undefined): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function requiredFirst(node: DocumentNode, properties: DocumentNode): readonly string[] {
  const names = Object.keys(properties);
  const required = asList(member(node, 'required'));
  if (!required || required.length === 0 || required.length >= names.length) return names;
  const first = new Set(required);
  return [...names.filter((name) => first.has(name)), ...names.filter((name) => !first.has(name))];
}
