import { unboundInputs, type Bound, type DraftStep } from './draft.ts';
import { weigh } from './feature-row.ts';
import type { Supply } from './graph.ts';
import { intentOfOperation } from './intents.ts';
import type { Input, OperationView } from './operation-view.ts';
import { positionIn } from './references.ts';
import { supplyFeatures, unsuppliedFeatures, type Lack } from './supply-features.ts';
import { suppliersFor } from './supply.ts';
import { takesKey } from './things.ts';

/** How many calls may be brought along, one for the other. */
const MAX_DEPTH = 3;
const MAX_SUPPLIERS = 24;
/** An input that takes no key is supplied only by a field that fits it this well. */
const SURE_SUPPLY = 0.85;
/** Optional keys of a change that are looked at. */
const MAX_OPTIONAL = 2;

/** Where a clause stands in a plan: what its calls may use, and how their inputs are filled. */
export interface Chain extends Omit<Lack, 'step' | 'input'> {
  readonly fill: (view: OperationView, earlier: readonly DraftStep[]) => Map<string, Bound>;
}

export interface SupplyWeights {
  readonly supply: readonly number[];
  readonly none: readonly number[];
}

/** A supplier as it would be called. */
export interface SupplyOption {
  readonly supply: Supply;
  readonly draft: DraftStep;
  readonly features: readonly number[];
}

/** The inputs of a step that another call may supply: required ones without a value, then the optional keys of a change. */
export function needsOf(step: DraftStep): readonly Input[] {
  const open = unboundInputs(step).filter((input) => !input.values);
  if (intentOfOperation(step.view) === 'read') return open;
  const keys = step.view.inputs.filter(
    (input) => !input.required && takesKey(input) && !step.bound.has(input.name),
  );
  return [...open, ...keys.slice(0, MAX_OPTIONAL)];
}

/** The suppliers of an input, each as it would be called. */
export function optionsFor(chain: Chain, step: DraftStep, input: Input): readonly SupplyOption[] {
  return suppliersFor(chain.index, input, step.view)
    .filter((supply) => takesKey(input) || supply.score >= SURE_SUPPLY)
    .slice(0, MAX_SUPPLIERS)
    .map((supply) => {
      const bound = chain.fill(supply.producer, chain.earlier);
      const draft: DraftStep = { view: supply.producer, clause: step.clause, bound, supplies: true };
      return { supply, draft, features: supplyFeatures({ ...chain, step, input }, supply, draft) };
    });
}

/**
 * Brings along the operations whose answers supply the inputs that nothing else does, nearest supplier last. Returns the
 * steps to put before this one; its own bindings are completed in place.
 */
export function chainSuppliers(
  chain: Chain,
  step: DraftStep,
  weights: SupplyWeights,
  depth = 0,
): readonly DraftStep[] {
  if (depth >= MAX_DEPTH) return [];
  const added: DraftStep[] = [];
  let optional = false;
  for (const input of needsOf(step)) {
    if (step.bound.has(input.name) || (!input.required && optional)) continue;
    const here = { ...chain, earlier: [...chain.earlier, ...added], chain: [...chain.chain, ...added] };
    const chosen = chooseSupplier(here, step, input, weights);
    if (!chosen) continue;
    optional ||= !input.required;
    const { draft, supply } = chosen;
    const further = { ...here, chain: [...here.chain, draft] };
    added.push(...chainSuppliers(further, draft, weights, depth + 1), draft);
    bindTo(step, input, draft, supply);
    // One answer often supplies several inputs.
    for (const other of unboundInputs(step)) {
      const again = suppliersFor(chain.index, other, step.view).find(
        ({ producer }) => producer === draft.view,
      );
      if (again && again.score >= SURE_SUPPLY) bindTo(step, other, draft, again);
    }
  }
  return added;
}

function chooseSupplier(
  chain: Chain,
  step: DraftStep,
  input: Input,
  weights: SupplyWeights,
): SupplyOption | undefined {
  let best: SupplyOption | undefined;
  let least = weigh(weights.none, unsuppliedFeatures({ ...chain, step, input }));
  for (const option of optionsFor(chain, step, input)) {
    const score = weigh(weights.supply, option.features);
    if (score <= least) continue;
    best = option;
    least = score;
  }
  return best;
}

function bindTo(step: DraftStep, input: Input, from: DraftStep, { output, score }: Supply): void {
  const position = positionIn(step.clause.text);
  step.bound.set(input.name, {
    source: { kind: 'reference', step: from, output, position },
    certainty: 0.6 * score,
  });
}
