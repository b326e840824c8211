import { FEATURES, type Features } from '../../shared/planner/retrieval/features.ts';
import type { Example } from './examples.ts';

const EPOCHS = 60;
const RATE = 0.05;
const RIDGE = 1e-3;
const BATCH = 32;

/**
 * Fits the weights of the ranking: each needed operation of a task against all that it does not need (softmax
 * cross-entropy), by Adam with a falling rate. Families of sets weigh by the root of their size, so that a large one does
 * not decide alone. The same examples always give the same weights.
 */
export function fitRanking(examples: readonly Example[]): Features {
  const usable = examples.filter(({ needed }) => needed.includes(true));
  const { mean, deviation } = spreadOf(usable.flatMap(({ rows }) => rows));
  const scaled = usable.map(({ rows }) =>
    rows.map((row) => row.map((value, at) => (value - (mean[at] ?? 0)) / (deviation[at] ?? 1))),
  );
  const importance = importanceOf(usable);
  const weights = new Float64Array(FEATURES.length);
  const first = new Float64Array(FEATURES.length);
  const second = new Float64Array(FEATURES.length);
  const random = sequence(7);
  let step = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const order = shuffled(usable.length, random);
    for (let at = 0; at < order.length; at += BATCH) {
      const slope = new Float64Array(FEATURES.length);
      const batch = order.slice(at, at + BATCH);
      for (const number of batch)
        addSlope(slope, weights, scaled[number] ?? [], usable[number]?.needed ?? [], importance[number] ?? 1);
      step += 1;
      const rate = RATE * (1 - epoch / EPOCHS);
      weights.forEach((weight, feature) => {
        const change = (slope[feature] ?? 0) / batch.length + RIDGE * weight;
        const smooth = 0.9 * (first[feature] ?? 0) + 0.1 * change;
        const square = 0.999 * (second[feature] ?? 0) + 0.001 * change * change;
        first[feature] = smooth;
        second[feature] = square;
        weights[feature] =
          weight - (rate * (smooth / (1 - 0.9 ** step))) / (Math.sqrt(square / (1 - 0.999 ** step)) + 1e-8);
      });
    }
  }
  return asFeatures((at) => Math.round(((weights[at] ?? 0) / (deviation[at] ?? 1)) * 1000) / 1000);
}

function addSlope(
  slope: Float64Array,
  weights: Float64Array,
  rows: readonly Float64Array[],
  needed: readonly boolean[],
  importance: number,
): void {
  const scores = rows.map((row) => row.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0));
  const top = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - top));
  const others = shares.reduce((sum, share, at) => sum + (needed[at] ? 0 : share), 0);
  const each = importance / needed.filter(Boolean).length;
  let pull = 0;
  rows.forEach((row, at) => {
    if (!needed[at]) return;
    const all = others + (shares[at] ?? 0);
    pull += each / all;
    add(slope, row, -each * (1 - (shares[at] ?? 0) / all));
  });
  rows.forEach((row, at) => {
    if (!needed[at]) add(slope, row, pull * (shares[at] ?? 0));
  });
}

function add(slope: Float64Array, row: Float64Array, factor: number): void {
  row.forEach((value, at) => {
    slope[at] = (slope[at] ?? 0) + factor * value;
  });
}

function spreadOf(rows: readonly Float64Array[]): {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
} {
  const mean = FEATURES.map((_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / rows.length);
  const deviation = FEATURES.map((_, at) => {
    const square = rows.reduce((sum, row) => sum + ((row[at] ?? 0) - (mean[at] ?? 0)) ** 2, 0) / rows.length;
    // A feature that is always the same tells nothing.
    return square < 1e-6 ? Infinity : Math.sqrt(square);
  });
  return { mean, deviation };
}

function importanceOf(examples: readonly Example[]): readonly number[] {
  const groupOf = ({ set, pool }: Example): string => `${set.family} ${pool}`;
  const sizes = new Map<string, number>();
  for (const example of examples) sizes.set(groupOf(example), (sizes.get(groupOf(example)) ?? 0) + 1);
  const average = examples.length / sizes.size;
  return examples.map((example) => Math.sqrt(average / (sizes.get(groupOf(example)) ?? average)));
}

function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

/** Numbers from 0 to 1 that look random and are always the same. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

function asFeatures(weightAt: (at: number) => number): Features {
  return Object.fromEntries(FEATURES.map((name, at) => [name, weightAt(at)])) as unknown as Features; // Every name is there.
}
