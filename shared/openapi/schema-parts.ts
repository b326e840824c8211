import type { JsonSchema } from '../domain/catalogue.ts';
import type { Json } from '../domain/json.ts';
import { asList, asNode, member, pointerToken, type DocumentNode } from './document-node.ts';
import type { Draft } from './schema-keywords.ts';

/** Marks a schema of which something was left out for its size. What it does not mention may still be allowed. */
export const TRUNCATED = 'x-apiq-truncated';
/** Marks a schema that was cut because it is one of those that hold it. */
export const RECURSIVE = 'x-apiq-recursive';
/**
 * At the root of a schema of which anything but text was left out: how many schemas are whole, breadth first. Of the
 * others, that a keyword is not there says nothing.
 */
export const PARTIAL = 'x-apiq-partial';

/** Takes a schema that is yet to be copied into `place[key]`; `step` is its pointer below the schema that holds it. */
export type Enqueue = (source: unknown, place: Draft | Json[], key: string | number, step: string) => void;

const LISTS = ['allOf', 'oneOf', 'anyOf', 'prefixItems'] as const;
const SINGLES = ['items', 'additionalProperties', 'not'] as const;
/** About what the smallest schema takes, with its quotes and comma. */
const SMALLEST = 28;

/** Whether a schema holds others. */
export function hasParts(node: DocumentNode): boolean {
  return ['properties', ...LISTS, ...SINGLES].some((key) => typeof member(node, key) === 'object');
}

/**
 * Makes room in `out` for the schemas within and hands them to `enqueue`; answers the bytes of their names. What does not
 * fit into `left` is cut so that the rest stays true: an object with members left out takes others, and a list of
 * alternatives is kept whole or not at all.
 */
export function copyParts({
  node,
  out,
  left,
  onCut,
  enqueue,
  isForbidden,
}: {
  readonly node: DocumentNode;
  readonly out: Draft;
  readonly left: number;
  readonly onCut: () => void;
  readonly enqueue: Enqueue;
  readonly isForbidden: (name: string) => boolean;
}): number {
  let cost = 0;
  const properties = asNode(member(node, 'properties'));
  const names = properties ? requiredFirst(node, properties) : [];
  const place: Draft = {};
  for (const name of names) {
    if (isForbidden(name)) continue;
    if (cost + name.length + SMALLEST > left) {
      out[TRUNCATED] = true;
      break;
    }
    cost += name.length + SMALLEST;
    place[name] = {};
    enqueue(properties?.[name], place, name, `properties/${pointerToken(name)}`);
  }
  if (properties) out['properties'] = place;
  for (const key of SINGLES) {
    const part = member(node, key);
    if (asNode(part)) {
      if (cost + key.length + SMALLEST > left) {
        onCut();
        continue;
      }
      cost += key.length + SMALLEST;
      enqueue(part, out, key, key);
    } else if (part === false && key === 'additionalProperties') out[key] = false;
  }
  for (const key of LISTS) {
    const parts = asList(member(node, key)) ?? [];
    if (cost + parts.length * SMALLEST > left) {
      out[TRUNCATED] = true;
    } else if (parts.length > 0) {
      cost += parts.length * SMALLEST;
      const list: Json[] = parts.map(() => ({}));
      out[key] = list;
      for (const [at, part] of parts.entries()) enqueue(part, list, at, `${key}/${at}`);
    }
  }
  if (out[TRUNCATED] === true && properties) out['additionalProperties'] = true;
  return cost;
}

/** The schemas within a copied one, in the order in which they were copied. */
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

function requiredFirst(node: DocumentNode, properties: DocumentNode): readonly string[] {
  const names = Object.keys(properties);
  const required = asList(member(node, 'required'));
  if (!required || required.length === 0 || required.length >= names.length) return names;
  const first = new Set(required);
  return [...names.filter((name) => first.has(name)), ...names.filter((name) => !first.has(name))];
}
