import { jsonBytes } from './json-bytes.ts';

/** Something that can be shown whole or, where there is no room for that, with what nobody can do without. */
export interface Fitting<T> {
  readonly whole: T;
  readonly bare: () => T;
  /** Served before the others. */
  readonly isFirst: boolean;
  /** Bytes that the whole and a comma take at most: a guess that saves the measuring of what is far from the limit. */
  readonly atMost: number;
}

/**
 * Chooses a form of each item so that together they take at most `limit` bytes as JSON, a comma each included: all bare,
 * and as many as possible whole. Undefined for those that do not even fit bare. The order of the items is kept; who
 * stands further in front is served before.
 */
export function fitWithin<T>(items: readonly Fitting<T>[], limit: number): readonly (T | undefined)[] {
  const wholes = items.map(({ whole }) => whole);
  const atMost = items.reduce((sum, item) => sum + item.atMost, 2);
  if (atMost <= limit || jsonBytes(wholes) <= limit) return wholes;
  const order = [...items.keys()].toSorted(
    (a, b) => Number(items[b]?.isFirst) - Number(items[a]?.isFirst) || a - b,
  );
  const chosen: (T | undefined)[] = items.map(() => undefined);
  const bytes = items.map(() => 0);
  // Two brackets, and one comma less than there are items.
  let left = limit - 1;
  for (const form of ['bare', 'whole'] as const) {
    for (const index of order) {
      const item = items[index];
      if (!item || (form === 'whole' && chosen[index] === undefined)) continue;
      const value = form === 'bare' ? item.bare() : item.whole;
      const size = jsonBytes(value) + 1;
      const taken = bytes[index] ?? 0;
      if (size - taken > left) continue;
      left -= size - taken;
      bytes[index] = size;
      chosen[index] = value;
    }
  }
  return chosen;
}
