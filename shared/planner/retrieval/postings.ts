import { FIELD } from './fields.ts';
import { hashOf } from './hash.ts';
import { splitCompound } from './split-compound.ts';

/** An operation that holds a word, and the places (`FIELD`) where. */
export interface Posting {
  readonly operation: number;
  readonly places: number;
}

/** A word that prose uses is a word of its own. */
const PROSE = FIELD.summary | FIELD.description;

/** Names written without a gap also count as the words that they are made of. */
function withParts(
  postings: ReadonlyMap<string, readonly Posting[]>,
): ReadonlyMap<string, readonly Posting[]> {
  const all = new Map(postings);
  for (const [term, list] of postings) {
    if (list.some(({ places }) => (places & PROSE) !== 0)) continue;
    for (const part of splitCompound(term, (word) => postings.has(word)) ?? [])
      all.set(part, merge(all.get(part) ?? [], list));
  }
  return all;
}

function merge(a: readonly Posting[], b: readonly Posting[]): readonly Posting[] {
  const places = new Map(a.map((posting) => [posting.operation, posting.places]));
  for (const posting of b)
    places.set(posting.operation, (places.get(posting.operation) ?? 0) | posting.places);
  return [...places]
    .map(([operation, at]) => ({ operation, places: at }))
    .toSorted((x, y) => x.operation - y.operation);
}

/** The postings of all words by their hashes, with those of the words that names are made of. */
export function byHash(
  postings: ReadonlyMap<string, readonly Posting[]>,
): ReadonlyMap<number, readonly Posting[]> {
  return new Map([...withParts(postings)].map(([term, list]) => [hashOf(term), list]));
}
