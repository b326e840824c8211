/** Values that a document may stand for when its aliases are written out. */
export const MAX_EXPANDED = 10_000_000;

/** Deeper than YAML is read; aliases of aliases can still nest so deep. */
const MAX_DEPTH = 2000;

/**
 * How many values a part of a document stands for when every alias is written out: each object is looked at once, however
 * often it stands there. Infinity where it holds itself, or nests deeper than anybody would write.
 */
export function expandedSize(value: unknown, known = new Map<object, number>(), depth = 0): number {
  if (typeof value !== 'object' || value === null) return 1;
  const kept = known.get(value);
  if (kept !== undefined) return kept;
  if (depth > MAX_DEPTH) return Infinity;
  known.set(value, Infinity);
  let size = 1;
  for (const part of Object.values(value)) size += expandedSize(part, known, depth + 1);
  known.set(value, size);
  return size;
}
