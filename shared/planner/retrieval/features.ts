import { intentFit } from '../intents.ts';
import { INTENTS } from '../verbs.ts';
import type { Candidates, Matches } from './candidates.ts';
import { comparePassages } from './compare-passages.ts';
import { segmentAt, type Pool } from './pool.ts';
import type { Passage, Request } from './read-request.ts';
import type { Scores } from './score-passages.ts';
import { TRAIT } from './segment.ts';

/** What the ranking looks at; what a name stands for is said where it is worked out. */
export const FEATURES = [
  'wholeRank',
  'partRank',
  'partStrength',
  'partSum',
  'margin',
  'covered',
  'named',
  'namedWhole',
  'intent',
  'verb',
  'searches',
  'deprecated',
  'api',
] as const;
export type Features = Readonly<Record<(typeof FEATURES)[number], number>>;

/** A candidate with what speaks for it. */
export interface Rated {
  /** Its number in the pool. */
  readonly operation: number;
  readonly segment: number;
  /** The part of the request that it serves best, by the number of its passage. */
  readonly part: number;
  readonly features: Features;
}

/** Looks at every candidate. */
export function rateCandidates({
  pool,
  request,
  scores,
  candidates,
  matches,
}: {
  readonly pool: Pool;
  readonly request: Request;
  readonly scores: Scores;
  readonly candidates: Candidates;
  readonly matches: Matches;
}): readonly Rated[] {
  const { passages, words, names } = request;
  const { operations } = candidates;
  const segments = operations.map((operation) => segmentAt(pool, operation));
  const api = bestByApi(segments, operations, scores.scores[0], pool.segments.length);
  const compare = comparePassages(request, scores, candidates);
  return operations.map((operation, slot): Rated => {
    const segment = segments[slot] ?? 0;
    const index = pool.segments[segment];
    const own = operation - (pool.bases[segment] ?? 0);
    const { part, ...text } = compare(operation, slot);
    const passage = passages[part];
    const row = slot * words.length;
    const nameLength = Math.max(1, index?.nameLengths[own] ?? 1);
    const traits = index?.traits[own] ?? 0;
    const verb = index?.verbs[own] ?? 0;
    const does = INTENTS[index?.intents[own] ?? 0] ?? 'read';
    return {
      operation,
      segment,
      part,
      features: {
        ...text,
        // The share of the request's rarity that the operation holds.
        covered: coverage(passages[0], scores, matches.anywhere, row),
        // The share of its name that the part, and the request, says.
        named: Math.min(1, namedBy(passage, matches.named, row) / nameLength),
        namedWhole: Math.min(1, namedBy(passages[0], matches.named, row) / nameLength),
        intent: intentFit(passage?.intent, does, (traits & TRAIT.changes) === 0 ? 'GET' : 'POST'),
        verb: passage?.verb === verb ? 1 : passage?.verbSynonyms.includes(verb) === true ? 0.5 : 0,
        searches: names && (traits & TRAIT.searches) !== 0 ? 1 : 0,
        deprecated: (traits & TRAIT.deprecated) === 0 ? 0 : 1,
        // How near the best operation of its API is to the whole request.
        api: api[segment] ?? 0,
      },
    };
  });
}

/** By segment: the score of its best candidate against the best of all. */
function bestByApi(
  segments: readonly number[],
  operations: readonly number[],
  whole: Float32Array | undefined,
  count: number,
): Float32Array {
  const best = new Float32Array(count);
  operations.forEach((operation, slot) => {
    const segment = segments[slot] ?? 0;
    best[segment] = Math.max(best[segment] ?? 0, whole?.[operation] ?? 0);
  });
  const most = best.reduce((a, b) => Math.max(a, b), 1e-9);
  return best.map((score) => score / most);
}

function coverage(
  passage: Passage | undefined,
  { words }: Scores,
  anywhere: Float32Array,
  row: number,
): number {
  let all = 0;
  let held = 0;
  for (const { word, weight } of passage?.mentions ?? []) {
    if (weight < 0.5) continue;
    const rarity = words[word]?.rarity ?? 0;
    all += rarity;
    held += rarity * (anywhere[row + word] ?? 0);
  }
  return all === 0 ? 0 : held / all;
}

function namedBy(passage: Passage | undefined, named: Float32Array, row: number): number {
  let sum = 0;
  for (const { word } of passage?.mentions ?? []) sum += named[row + word] ?? 0;
  return sum;
}
