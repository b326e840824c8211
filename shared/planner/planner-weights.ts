import { BIND_FEATURES, type CandidateKind } from './candidates.ts';
import type { SupplyWeights } from './chain.ts';
import type { ByName, NamedWeights } from './named-weights.ts';
import { PLAN_FEATURES } from './plan-features.ts';
import { READING_WEIGHTS } from './readings.ts';
import { SUPPLY_FEATURES, UNSUPPLIED_FEATURES } from './supply-features.ts';
import { WEIGHTS } from './weights.ts';

/** Weights in the order of their features. */
export interface PlannerWeights {
  readonly choice: readonly number[];
  readonly bind: Readonly<Record<CandidateKind, readonly number[]>>;
  readonly supply: SupplyWeights;
  readonly relevance: readonly number[];
  readonly confidence: readonly number[];
}

/** Weights by name, as they are kept. */
export function nameWeights({ choice, bind, supply, relevance, confidence }: PlannerWeights): NamedWeights {
  const named = (names: readonly string[], row: readonly number[], mark = ''): ByName =>
    Object.fromEntries(names.map((name, at) => [`${mark}${name}`, Math.round((row[at] ?? 0) * 1000) / 1000]));
  const of = (kind: CandidateKind): ByName => named(BIND_FEATURES[kind], bind[kind]);
  return {
    choice: named(READING_WEIGHTS, choice),
    bind: {
      value: of('value'),
      enum: of('enum'),
      flag: of('flag'),
      link: of('link'),
      copy: of('copy'),
      none: of('none'),
    },
    supply: { ...named(SUPPLY_FEATURES, supply.supply), ...named(UNSUPPLIED_FEATURES, supply.none, '~') },
    relevance: named(PLAN_FEATURES, relevance),
    confidence: named(PLAN_FEATURES, confidence),
  };
}

/** Brings weights into the order of their features; what has no weight counts nothing. */
export function orderWeights({ choice, bind, supply, relevance, confidence }: NamedWeights): PlannerWeights {
  const pick = (names: readonly string[], from: ByName, mark = ''): readonly number[] =>
    names.map((name) => from[`${mark}${name}`] ?? 0);
  const of = (kind: CandidateKind): readonly number[] => pick(BIND_FEATURES[kind], bind[kind]);
  return {
    choice: pick(READING_WEIGHTS, choice),
    bind: {
      value: of('value'),
      enum: of('enum'),
      flag: of('flag'),
      link: of('link'),
      copy: of('copy'),
      none: of('none'),
    },
    supply: { supply: pick(SUPPLY_FEATURES, supply), none: pick(UNSUPPLIED_FEATURES, supply, '~') },
    relevance: pick(PLAN_FEATURES, relevance),
    confidence: pick(PLAN_FEATURES, confidence),
  };
}

/** Those that the product plans with. */
export const FITTED_WEIGHTS: PlannerWeights = orderWeights(WEIGHTS);
