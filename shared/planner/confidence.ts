import { weigh } from './feature-row.ts';

/** With an open question a plan is not ready, however sure its operations are. */
const CEILING_WITH_QUESTIONS = 0.6;
const CEILING = 0.95;

/** The probability, 0 to 1, that a plan by the rules makes every call that was asked for; see docs/accuracy.md. */
export function confidenceOf({
  features,
  weights,
  questions,
}: {
  readonly features: readonly number[];
  readonly weights: readonly number[];
  readonly questions: number;
}): number {
  return rounded(1 / (1 + Math.exp(-weigh(weights, features))), questions);
}

function rounded(value: number, questions: number): number {
  return Math.round(Math.min(value, questions > 0 ? CEILING_WITH_QUESTIONS : CEILING) * 100) / 100;
}

/** Of a plan by the model: the checker proves that it fits, not that it is what was meant. Set by hand. */
const MODEL_PARAMETERS = { bias: 1, coverage: 1.2, steps: -0.15, repaired: -0.6, question: -1 } as const;

/** The probability, 0 to 1, that a checked plan by the model does what was asked. */
export function confidenceOfModel({
  coverage,
  steps,
  questions,
  repaired,
}: {
  readonly coverage: number;
  readonly steps: number;
  readonly questions: number;
  readonly repaired: boolean;
}): number {
  const sum =
    MODEL_PARAMETERS.bias +
    MODEL_PARAMETERS.coverage * coverage +
    MODEL_PARAMETERS.steps * (steps - 1) +
    (repaired ? MODEL_PARAMETERS.repaired : 0) +
    MODEL_PARAMETERS.question * questions;
  return rounded(1 / (1 + Math.exp(-sum)), questions);
}
