/** Lists up to this length are compared entry by entry, which needs no memory. */
const SHORT = 12;

/** The indexes of entries that stood in the list before; `undefined` entries are not compared. */
export function repeated(entries: readonly unknown[]): readonly number[] {
  const found: number[] = [];
  const seen = entries.length > SHORT ? new Set<unknown>() : undefined;
  for (let at = 1; at < entries.length; at += 1) {
    seen?.add(entries[at - 1]);
    const entry = entries[at];
    if (entry !== undefined && (seen ? seen.has(entry) : entries.indexOf(entry) < at)) found.push(at);
  }
  return found;
}
