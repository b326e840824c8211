/** Upper ends of the classes in milliseconds, the last one open: fine where APIs are fast, coarse where they are slow. */
export const LATENCY_BOUNDS = [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000] as const;

export const LATENCY_CLASSES = LATENCY_BOUNDS.length + 1;

/** The class of a duration. */
export function latencyClass(ms: number): number {
  const at = LATENCY_BOUNDS.findIndex((bound) => ms <= bound);
  return at === -1 ? LATENCY_BOUNDS.length : at;
}

/** Estimates a percentile from the counts by class, evenly spread within each; null where nothing was counted. */
export function percentileOf(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let before = 0;
  for (const [at, count] of counts.entries()) {
    const upto = before + count;
    if (count > 0 && upto >= share * total) {
      const from = LATENCY_BOUNDS[at - 1] ?? 0;
      const to = LATENCY_BOUNDS[at] ?? from;
      return Math.round(from + (to - from) * ((share * total - before) / count));
    }
    before = upto;
  }
  return LATENCY_BOUNDS.at(-1) ?? null;
}
