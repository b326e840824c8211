import { poolOf, type Searched } from './retrieval/pool.ts';
import { search } from './retrieval/search.ts';

/** So many operations are all planned over. */
const FEW = 100;
/** Of more, those nearest to the request; with more of them plans were worse, measured among 20,000. */
const NEAREST = 40;
/** Those nearest to what was said before. */
const NEAREST_TO_EARLIER = 15;
/** Earlier texts that are looked at, the latest ones. */
const EARLIER_TEXTS = 3;

/**
 * The operations to plan a request over, for each API their numbers in its catalogue, ascending: all of them where they are
 * few, or the nearest to the last of `texts`, which is the request; what was said before it finds some, too.
 */
export function findOperations({
  apis,
  texts,
}: {
  readonly apis: readonly Searched[];
  readonly texts: readonly string[];
}): readonly (readonly number[])[] {
  const sizes = apis.map(({ segment }) => segment.lengths.length);
  if (sizes.reduce((sum, size) => sum + size, 0) <= FEW)
    return sizes.map((size) => Array.from({ length: size }, (_, number) => number));
  const pool = poolOf(apis);
  const found = apis.map(() => new Set<number>());
  const take = (text: string, count: number): void => {
    for (const { api, operation } of search(pool, text, count)) found[api]?.add(operation);
  };
  take(texts.at(-1) ?? '', NEAREST);
  for (const text of texts.slice(0, -1).slice(-EARLIER_TEXTS)) take(text, NEAREST_TO_EARLIER);
  return found.map((numbers) => [...numbers].toSorted((a, b) => a - b));
}
