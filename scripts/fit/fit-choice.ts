import { weigh } from '../../shared/planner/feature-row.ts';
import { readingFeatures, readingsOf, READING_WEIGHTS } from '../../shared/planner/readings.ts';
import { rightReading, type Example } from './example.ts';
import { CHOICE_PRIOR } from './priors.ts';

const EPOCHS = 12;
const RATE = 0.5;
/** How strongly each example pulls the weights back to the prior. */
const HOLD = 0.005;

/**
 * Fits the weights of readings: a log-linear model over the readings that the beam keeps, with the right one among them
 * (which is a guess itself, made anew with the weights so far). Adagrad, one example at a time in a fixed random order,
 * the weights of the second half of the epochs averaged.
 */
export function fitChoice(examples: readonly Example[]): readonly number[] {
  const prior = READING_WEIGHTS.map((name) => CHOICE_PRIOR[name] ?? 0);
  const weights = [...prior];
  const squares = weights.map(() => 1);
  const sums = weights.map(() => 0);
  const random = createRandom(7);
  let count = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const example of shuffled(examples, random)) {
      const gradient = gradientOf(example, weights);
      gradient.forEach((slope, at) => {
        const step = slope - HOLD * ((weights[at] ?? 0) - (prior[at] ?? 0));
        squares[at] = (squares[at] ?? 0) + step * step;
        weights[at] = (weights[at] ?? 0) + (RATE * step) / Math.sqrt(squares[at] ?? 1);
      });
      if (epoch * 2 < EPOCHS) continue;
      count += 1;
      weights.forEach((weight, at) => {
        sums[at] = (sums[at] ?? 0) + weight;
      });
    }
  }
  return sums.map((sum) => sum / Math.max(1, count));
}

/** The features of the right reading less those that are expected by the weights. */
function gradientOf(example: Example, weights: readonly number[]): readonly number[] {
  const { lattice } = example;
  const right = rightReading(example, weights);
  const readings = [...readingsOf(lattice, weights)];
  const isRight = readings.some(
    ({ arcs }) => arcs.length === right.arcs.length && arcs.every((arc, at) => arc === right.arcs[at]),
  );
  if (!isRight) readings.push(right);
  const rows = readings.map((reading) => [...readingFeatures(lattice, reading)]);
  const scores = rows.map((row) => weigh(weights, row));
  const top = Math.max(...scores);
  const chances = scores.map((score) => Math.exp(score - top));
  const all = chances.reduce((sum, chance) => sum + chance, 0);
  const wanted = readingFeatures(lattice, right);
  return weights.map((_, at) =>
    rows.reduce((sum, row, place) => sum - ((chances[place] ?? 0) / all) * (row[at] ?? 0), wanted[at] ?? 0),
  );
}

/** A linear congruential generator: the same numbers each time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
