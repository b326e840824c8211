import type { Scored } from './bring-producers.ts';

/** As many of the best as are looked at; what follows keeps its order. */
const LOOKED_AT = 80;
/** What an operation loses for each one before it that serves the same part of the request. */
const CROWDED = 0.4;

/** Orders operations so that each part of a request is served early: best first, less what stands in a crowd. */
export function spreadOverParts<T extends Scored>(
  ranked: readonly T[],
  partOf: (item: T) => number | undefined,
): readonly T[] {
  const waiting = ranked.slice(0, LOOKED_AT);
  const chosen: T[] = [];
  const crowds = new Map<number | undefined, number>();
  while (waiting.length > 0) {
    let best = 0;
    let most = -Infinity;
    waiting.forEach((item, at) => {
      const worth = item.score - CROWDED * (crowds.get(partOf(item)) ?? 0);
      if (worth > most) [best, most] = [at, worth];
    });
    for (const item of waiting.splice(best, 1)) {
      crowds.set(partOf(item), (crowds.get(partOf(item)) ?? 0) + 1);
      chosen.push(item);
    }
  }
  return [...chosen, ...ranked.slice(LOOKED_AT)];
}
