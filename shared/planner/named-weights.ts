import type { CandidateKind } from './candidates.ts';

export type ByName = Readonly<Record<string, number>>;

/** Weights by the name of what they weigh, as they are kept. */
export interface NamedWeights {
  readonly choice: ByName;
  readonly bind: Readonly<Record<CandidateKind, ByName>>;
  /** Of suppliers, and of none (`~`). */
  readonly supply: ByName;
  /** Of the features of a plan: that the request is one for these APIs, and that the plan is what was asked. */
  readonly relevance: ByName;
  readonly confidence: ByName;
}
