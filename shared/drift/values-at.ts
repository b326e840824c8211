import type { Json } from '../domain/json.ts';
import type { Segment } from '../openapi/diff/difference.ts';

/** What stands at a place of a step's parameters: a value, nothing, or what only a run will know. */
export type Found =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'absent' | 'unknown' };

/** Everything at one place; several where the way leads through lists. A template on the way hides what is behind it. */
export function valuesAt(root: Json | undefined, path: readonly Segment[]): readonly Found[] {
  if (root === undefined) return [{ kind: 'absent' }];
  const [segment, ...rest] = path;
  if (segment === undefined) return [{ kind: 'value', value: root }];
  if (typeof root === 'string' && root.includes('{{')) return [{ kind: 'unknown' }];
  if (segment === 'items') return isList(root) ? root.flatMap((item) => valuesAt(item, rest)) : [];
  if (typeof root !== 'object' || root === null || isList(root)) return [{ kind: 'absent' }];
  if (segment === 'others') return Object.values(root).flatMap((value) => valuesAt(value, rest));
  return valuesAt(Object.hasOwn(root, segment.member) ? root[segment.member] : undefined, rest);
}

/** Whether an object that is written out at this place lacks a member. */
export function lacksMember(root: Json | undefined, path: readonly Segment[]): boolean {
  const last = path.at(-1);
  if (last === undefined) return root === undefined;
  if (last === 'items' || last === 'others') return false;
  return valuesAt(root, path.slice(0, -1)).some(
    (found) =>
      found.kind === 'value' &&
      typeof found.value === 'object' &&
      found.value !== null &&
      !isList(found.value) &&
      !Object.hasOwn(found.value, last.member),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
