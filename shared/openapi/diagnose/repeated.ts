const NONE: readonly number[] = [];
/** Lists up to this length are compared entry by entry, which needs no memory. */
const SHORT = 12;

/** The indexes of entries whose identity another one had before; those without one are not compared. */
export function repeated<T>(entries: readonly T[], identity: (entry: T) => unknown): readonly number[] {
  const { length } = entries;
  let found = NONE;
  const seen = length > SHORT ? new Set<unknown>() : undefined;
  for (let at = 0; at < length; at += 1) {
    const own = identity(entries[at] as T); // within its length
    if (own === undefined) continue;
    let isRepeated = seen?.has(own) ?? false;
    if (seen) seen.add(own);
    else
      for (let before = 0; before < at && !isRepeated; before += 1)
        isRepeated = identity(entries[before] as T) === own;
    if (isRepeated) found = [...found, at];
  }
  return found;
}
