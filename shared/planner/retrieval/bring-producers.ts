import { lacksOf, producersOf, suppliersOf } from './producers.ts';
import type { Pool } from './pool.ts';

/** An operation of a pool with its score. */
export interface Scored {
  /** Its number in the pool. */
  readonly operation: number;
  readonly segment: number;
  readonly score: number;
}

/** The best operations whose producers are brought along, and how many for each of their keys. */
const CONSUMERS = 8;
const PRODUCERS = 3;
/** What a sure producer scores less than its consumer, and each further one less than the one before. */
const FIRST = 2;
const FURTHER = 1;
/** What a sure producer is worth against one that has no strength, when the best are chosen. */
const STRENGTH = 2;
const WEAKEST = 0.2;
/** A producer in another API, where its own has none, is less sure. */
const ELSEWHERE = 0.5;

/**
 * Lifts the operations that can tell the keys which the best ones must be told, since such first steps share no word with
 * a request. Best first: what was lifted brings its own producers along. The work is bounded whatever the pool: an API
 * knows the producers of a key, and those of other APIs are looked for among what is ranked.
 */
export function bringProducers(pool: Pool, ranked: readonly Scored[], names: boolean): readonly Scored[] {
  const all = new Map(ranked.map((item) => [item.operation, item]));
  const own = new Map(ranked.map((item) => [item.operation, item.score]));
  const least = Math.min(0, ...own.values());
  const done = new Set<number>();
  for (let count = 0; count < CONSUMERS; count += 1) {
    const consumer = best(all, done);
    if (!consumer) break;
    done.add(consumer.operation);
    for (const list of supplies(pool, consumer, own, names)) {
      const worth = ({ operation, strength }: Supply): number =>
        (own.get(operation) ?? least) + STRENGTH * strength;
      const chosen = list.toSorted((a, b) => worth(b) - worth(a)).slice(0, PRODUCERS);
      chosen.forEach(({ operation, segment, strength }, at) => {
        const score = consumer.score - FIRST / Math.max(WEAKEST, strength) - FURTHER * at;
        if ((all.get(operation)?.score ?? -Infinity) < score)
          all.set(operation, { operation, segment, score });
      });
    }
  }
  return [...all.values()].toSorted((a, b) => b.score - a.score || a.operation - b.operation);
}

interface Supply {
  readonly operation: number;
  readonly segment: number;
  readonly strength: number;
}

function best(all: ReadonlyMap<number, Scored>, done: ReadonlySet<number>): Scored | undefined {
  let found: Scored | undefined;
  for (const item of all.values()) {
    if (!done.has(item.operation) && item.score > (found?.score ?? -Infinity)) found = item;
  }
  return found;
}

function supplies(
  { segments, bases }: Pool,
  { operation, segment }: Scored,
  ranked: ReadonlyMap<number, number>,
  names: boolean,
): readonly (readonly Supply[])[] {
  const index = segments[segment];
  if (!index) return [];
  const base = bases[segment] ?? 0;
  const near = suppliersOf(index, operation - base, names).map((list) =>
    [...list].map(([other, strength]) => ({ operation: base + other, segment, strength })),
  );
  const lacks = lacksOf(index, operation - base).filter((lack) => producersOf(index, lack).size === 0);
  const far = lacks.map((lack) =>
    segments.flatMap((other, number) =>
      number === segment
        ? []
        : [...producersOf(other, lack)].flatMap(([found, strength]) => {
            const place = (bases[number] ?? 0) + found;
            return ranked.has(place)
              ? [{ operation: place, segment: number, strength: strength * ELSEWHERE }]
              : [];
          }),
    ),
  );
  return [...near, ...far.filter((list) => list.length > 0)];
}
