import { orderRated, rateOperations } from './rank-operations.ts';
import { RANKING_WEIGHTS } from './ranking-weights.ts';
import { readRequest } from './read-request.ts';
import type { Pool } from './pool.ts';

/** An operation that was found: its API by its place in the list, and its number in the catalogue. */
export interface Found {
  readonly api: number;
  readonly operation: number;
  /** Comparable within a request only. */
  readonly score: number;
}

/**
 * The `k` operations of a pool nearest to a request, best first: those whose words are near to it or to a part of it,
 * and those that can tell what the nearest must be told. Rarity is counted over all of its APIs, so that scores compare.
 */
export function search(pool: Pool, query: string, k: number): readonly Found[] {
  const request = readRequest(query);
  const ordered = orderRated(pool, request, rateOperations(pool, request), RANKING_WEIGHTS);
  return ordered.slice(0, k).map(({ operation, segment, score }) => ({
    api: segment,
    operation: operation - (pool.bases[segment] ?? 0),
    score,
  }));
}
