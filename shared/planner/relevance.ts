import { weigh } from './feature-row.ts';

/** Below it a request is answered with an honest no. */
export const MIN_RELEVANCE = 0.5;

/** The probability, 0 to 1, that a request is one for these APIs at all, by the features of the best plan for it. */
export function relevanceOf(features: readonly number[], weights: readonly number[]): number {
  return 1 / (1 + Math.exp(-weigh(weights, features)));
}
