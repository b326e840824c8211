import type { Features } from './features.ts';

/** What each feature is worth. Fitted by `npm run fit:retrieval` on evaluation sets; not edited by hand. */
export const RANKING_WEIGHTS: Features = {
  wholeRank: -1.182,
  partRank: 1.4,
  partStrength: -0.112,
  partSum: 1.114,
  margin: 2.605,
  covered: 4.647,
  named: 2.26,
  namedWhole: 3.441,
  intent: 1.127,
  verb: -0.563,
  searches: 1.236,
  deprecated: -3.628,
  api: 2.561,
};
