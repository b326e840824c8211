import { poolOf, type Searched } from './retrieval/pool.ts';
import { search } from './retrieval/search.ts';

/** As many operations as a request is planned over: of more, those nearest to it. */
export const PLANNED_OVER = 100;
/** Of these, for what was said before. */
const FOR_EACH_EARLIER_TEXT = 20;
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
  if (sizes.reduce((sum, size) => sum + size, 0) <= PLANNED_OVER)
    return sizes.map((size) => Array.from({ length: size }, (_, number) => number));
  const pool = poolOf(apis);
  const found = apis.map(() => new Set<number>());
  const take = (text: string, count: number): void => {
    for (const { api, operation } of search(pool, text, count)) found[api]?.add(operation);
  };
  const earlier = texts.slice(0, -1).slice(-EARLIER_TEXTS);
  take(texts.at(-1) ?? '', PLANNED_OVER - FOR_EACH_EARLIER_TEXT * earlier.length);
  for (const text of earlier) take(text, FOR_EACH_EARLIER_TEXT);
  return found.map((numbers) => [...numbers].toSorted((a, b) => a - b));
}
