/** Parts of a file that are looked at for names; what lies further is not found. */
const MAX_PARTS = 5_000_000;

/**
 * The schemas of a file that have names of their own (JSON Schema 2020-12, 8.2): those with an `$anchor` by its name,
 * those with an `$id` by that.
 */
export function findAnchors(file: unknown): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  const seen = new Set<unknown>();
  const waiting: unknown[] = [file];
  for (let value = waiting.pop(); value !== undefined && seen.size < MAX_PARTS; value = waiting.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    const entries: [string, unknown][] = Object.entries(value ?? {});
    for (const [key, part] of entries) {
      if (typeof part === 'object' && part !== null) waiting.push(part);
      else if (typeof part === 'string' && NAMES.has(key)) found.set(part.replace(/^#/, ''), value);
    }
  }
  return found;
}

const NAMES = new Set(['$anchor', '$dynamicAnchor', '$id']);
