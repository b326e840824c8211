import type { RuleDraft } from './rule-planner.ts';

/**
 * Weights of a logistic model over features of a plan. Set by hand; they stay so until they are fitted on held-out
 * tasks, and are published as what they are.
 */
const PARAMETERS = {
  bias: -1.2,
  coverage: 2.2,
  margin: 1,
  certainty: 1.4,
  steps: -0.3,
  supplied: -0.35,
  unserved: -1.2,
  question: -1,
} as const;

/** With an open question a plan is not ready, however sure its operations are. */
const CEILING_WITH_QUESTIONS = 0.6;

/** The probability, 0 to 1, that a plan by the rules does what was asked; 0 where there is no plan. */
export function confidenceOf({
  draft,
  questions,
}: {
  readonly draft: RuleDraft;
  readonly questions: number;
}): number {
  const { steps, unserved } = draft;
  if (steps.length === 0) return 0;
  const asked = steps.filter((step) => !step.supplies);
  const certainties = steps.flatMap((step) => [...step.bound.values()].map((bound) => bound.certainty));
  const sum =
    PARAMETERS.bias +
    PARAMETERS.coverage * least(asked.map((step) => step.coverage)) +
    PARAMETERS.margin * least(asked.map((step) => step.margin)) +
    PARAMETERS.certainty * least(certainties) +
    PARAMETERS.steps * (steps.length - 1) +
    PARAMETERS.supplied * (steps.length - asked.length) +
    PARAMETERS.unserved * unserved.length +
    PARAMETERS.question * questions;
  const value = 1 / (1 + Math.exp(-sum));
  return Math.round(Math.min(value, questions > 0 ? CEILING_WITH_QUESTIONS : 0.95) * 100) / 100;
}

function least(values: readonly number[]): number {
  return values.length === 0 ? 1 : Math.min(...values);
}

/** Of a plan by the model: the checker proves that it fits, not that it is what was meant. Set by hand as well. */
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
  const value = 1 / (1 + Math.exp(-sum));
  return Math.round(Math.min(value, questions > 0 ? CEILING_WITH_QUESTIONS : 0.95) * 100) / 100;
}
