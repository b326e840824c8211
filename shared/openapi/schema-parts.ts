import type { Json } from '../domain/json.ts';
import { asList, asNode, member, pointerToken, type DocumentNode } from './document-node.ts';
import type { Draft } from './schema-keywords.ts';

/** Marks a schema of which something was left out for its size. What it does not mention may still be allowed. */
export const TRUNCATED = 'x-apiq-truncated';

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
  enqueue,
  isForbidden,
}: {
  readonly node: DocumentNode;
  readonly out: Draft;
  readonly left: number;
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
    if (asNode(part) && cost + key.length + SMALLEST <= left) {
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

function requiredFirst(node: DocumentNode, properties: DocumentNode): readonly string[] {
  const names = Object.keys(properties);
  const required = asList(member(node, 'required'));
  if (!required || required.length === 0 || required.length >= names.length) return names;
  const first = new Set(required);
  return [...names.filter((name) => first.has(name)), ...names.filter((name) => !first.has(name))];
}
