import { needsOf, optionsFor, type Chain, type SupplyWeights } from '../../shared/planner/chain.ts';
import type { DraftStep } from '../../shared/planner/draft.ts';
import type { PlannerWeights } from '../../shared/planner/planner-weights.ts';
import { clausesOf, fillerFor } from '../../shared/planner/rule-planner.ts';
import {
  SUPPLY_FEATURES,
  UNSUPPLIED_FEATURES,
  unsuppliedFeatures,
} from '../../shared/planner/supply-features.ts';
import { keyOfView, rightReading, type Example } from './example.ts';
import { fitSoftmax, type Decision } from './fit-softmax.ts';
import { SUPPLY_PRIOR } from './priors.ts';

type Kind = keyof SupplyWeights;
/** Decisions of one set count at most as many as this, so that a large set does not drown the others. */
const PER_SET = 45;
const MAX_DEPTH = 3;

/** Fits the weights of suppliers on the calls of the answers that nothing in the request asks for by itself. */
export function fitSupply(
  examples: readonly Example[],
  weights: Pick<PlannerWeights, 'choice' | 'bind'>,
): SupplyWeights {
  const bySet = new Map<string, Decision<Kind>[]>();
  for (const example of examples) {
    const known = bySet.get(example.set) ?? [];
    bySet.set(example.set, [...known, ...decisionsOf(example, weights)]);
  }
  const decisions = [...bySet.values()].flatMap((list) =>
    list.map((decision) => ({ ...decision, weight: Math.min(1, PER_SET / list.length) })),
  );
  const prior = {
    supply: SUPPLY_FEATURES.map((name) => SUPPLY_PRIOR[name] ?? 0),
    none: UNSUPPLIED_FEATURES.map((name) => SUPPLY_PRIOR[`~${name}`] ?? 0),
  };
  return fitSoftmax(decisions, { prior, hold: 1, epochs: 40, rate: 0.3 });
}

function decisionsOf(
  example: Example,
  weights: Pick<PlannerWeights, 'choice' | 'bind'>,
): readonly Decision<Kind>[] {
  const { index, request } = example;
  const { arcs } = rightReading(example, weights.choice);
  // What the answer calls and nothing asks for by itself.
  const hidden = [...example.gold];
  const take = (key: string): boolean => {
    const at = hidden.findIndex((call) => call.has(key));
    if (at >= 0) hidden.splice(at, 1);
    return at >= 0;
  };
  for (const arc of arcs) take(keyOfView(arc.view));
  const clauses = clausesOf(request, arcs);
  const steps: DraftStep[] = [];
  const decisions: Decision<Kind>[] = [];
  const supply = (chain: Chain, step: DraftStep, depth: number): readonly DraftStep[] => {
    const added: DraftStep[] = [];
    let optional = false;
    for (const input of depth < MAX_DEPTH ? needsOf(step) : []) {
      if (step.bound.has(input.name) || (!input.required && optional)) continue;
      const here = { ...chain, earlier: [...chain.earlier, ...added], chain: [...chain.chain, ...added] };
      const options = optionsFor(here, step, input);
      if (options.length === 0) continue;
      const right = options.flatMap(({ draft }, at) =>
        hidden.some((call) => call.has(keyOfView(draft.view))) ? [at] : [],
      );
      // The answer calls something that is no option here: what is right cannot be told.
      if (right.length === 0 && hidden.length > 0 && input.required) continue;
      decisions.push({
        options: [
          ...options.map(({ features }) => ({ kind: 'supply' as const, features })),
          { kind: 'none', features: unsuppliedFeatures({ ...here, step, input }) },
        ],
        right: right.length > 0 ? right : [options.length],
      });
      const chosen = options[right[0] ?? -1];
      if (!chosen) continue;
      optional ||= !input.required;
      take(keyOfView(chosen.draft.view));
      added.push(
        ...supply({ ...here, chain: [...here.chain, chosen.draft] }, chosen.draft, depth + 1),
        chosen.draft,
      );
      const { output } = chosen.supply;
      step.bound.set(input.name, {
        source: { kind: 'reference', step: chosen.draft, output, position: 0 },
        certainty: 0.5,
      });
    }
    return added;
  };
  arcs.forEach(({ view }, at) => {
    const clause = clauses[at];
    if (!clause) return;
    const fill = fillerFor(request, clauses, clause, weights);
    const step: DraftStep = { view, clause, bound: fill(view, steps), supplies: false };
    steps.push(...supply({ index, clause, earlier: [...steps], chain: [step], fill }, step, 0), step);
  });
  return decisions;
}
