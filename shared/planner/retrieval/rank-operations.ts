import { bringProducers } from './bring-producers.ts';
import { chooseCandidates, matchWords } from './candidates.ts';
import { FEATURES, rateCandidates, type Features, type Rated } from './features.ts';
import type { Request } from './read-request.ts';
import type { Pool } from './pool.ts';
import { scorePassages } from './score-passages.ts';
import { spreadOverParts } from './spread.ts';

/** What speaks for each operation that comes near a request. */
export function rateOperations(pool: Pool, request: Request): readonly Rated[] {
  const scores = scorePassages(pool, request);
  const candidates = chooseCandidates(pool, request, scores);
  const matches = matchWords(pool, request, scores, candidates);
  return rateCandidates({ pool, request, scores, candidates, matches });
}

/** The order of what has been rated, with what the best need brought along. Numbers are those of the pool. */
export function orderRated(
  pool: Pool,
  request: Request,
  rated: readonly Rated[],
  weights: Features,
): readonly { readonly operation: number; readonly segment: number; readonly score: number }[] {
  const scored = rated.map(({ operation, segment, features }) => ({
    operation,
    segment,
    score: FEATURES.reduce((sum, name) => sum + weights[name] * features[name], 0),
  }));
  const parts = new Map(rated.map(({ operation, part }) => [operation, part]));
  return spreadOverParts(bringProducers(pool, scored, request.names), ({ operation }) =>
    parts.get(operation),
  );
}
