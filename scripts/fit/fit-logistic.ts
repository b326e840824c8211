import { weigh } from '../../shared/planner/feature-row.ts';

/** A row of features and whether it was a yes. The first feature is the constant. */
export interface Outcome {
  readonly features: readonly number[];
  readonly yes: boolean;
  /** How much it counts; 1 by default. */
  readonly weight?: number;
}

const STEPS = 400;
const RATE = 0.08;

/** Logistic regression by Adam over all outcomes at once; `shrink` holds all weights but the constant near 0. */
export function fitLogistic(outcomes: readonly Outcome[], shrink = 2): readonly number[] {
  const size = outcomes[0]?.features.length ?? 0;
  const weights = Array.from({ length: size }, () => 0);
  const means = weights.map(() => 0);
  const squares = weights.map(() => 0);
  for (let step = 1; step <= STEPS; step += 1) {
    const gradient = weights.map((weight, at) => (at === 0 ? 0 : -shrink * weight));
    for (const { features, yes, weight = 1 } of outcomes) {
      const miss = weight * ((yes ? 1 : 0) - chanceOf(weights, features));
      features.forEach((value, at) => {
        gradient[at] = (gradient[at] ?? 0) + miss * value;
      });
    }
    gradient.forEach((slope, at) => {
      const mean = 0.9 * (means[at] ?? 0) + 0.1 * slope;
      const square = 0.99 * (squares[at] ?? 0) + 0.01 * slope * slope;
      means[at] = mean;
      squares[at] = square;
      const size = Math.sqrt(square / (1 - 0.99 ** step)) + 1e-8;
      weights[at] = (weights[at] ?? 0) + (RATE * (mean / (1 - 0.9 ** step))) / size;
    });
  }
  return weights;
}

/** The probability of a yes. */
export function chanceOf(weights: readonly number[], features: readonly number[]): number {
  return 1 / (1 + Math.exp(-weigh(weights, features)));
}
