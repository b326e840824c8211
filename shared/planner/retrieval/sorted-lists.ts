/** Adds a value to the list of a key. */
export function push<K, T>(lists: Map<K, T[]>, key: K, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Lists by key as one list in ascending order of the keys, and where each begins. */
export function flatten<T>(lists: ReadonlyMap<number, readonly T[]>): {
  readonly keys: Uint32Array;
  readonly starts: Uint32Array;
  readonly values: readonly T[];
} {
  const keys = Uint32Array.from(lists.keys()).toSorted();
  const sorted = Array.from(keys, (key) => lists.get(key) ?? []);
  return { keys, starts: startsOf(sorted.map((list) => list.length)), values: sorted.flat() };
}

/** Where lists of these lengths begin, one after the other, and where the last ends. */
export function startsOf(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, at) => {
    starts[at + 1] = (starts[at] ?? 0) + length;
  });
  return starts;
}
