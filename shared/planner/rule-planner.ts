import { bindInputs } from './bind-inputs.ts';
import { chainSuppliers } from './chain.ts';
import { composeText, isFreeText, isWhole } from './compose.ts';
import type { Bound, Clause, DraftStep } from './draft.ts';
import { buildLattice, type Arc } from './lattice.ts';
import type { BindContext } from './mentions.ts';
import type { OperationView } from './operation-view.ts';
import { planFeatures } from './plan-features.ts';
import { FITTED_WEIGHTS, type PlannerWeights } from './planner-weights.ts';
import { readingsOf } from './readings.ts';
import type { OperationIndex } from './retrieve.ts';
import { readRequest, type Request } from './spans.ts';
import { MAX_MESSAGE_LENGTH, visibleText } from './text.ts';

/** What the rules made of a request. */
export interface RuleDraft {
  readonly steps: readonly DraftStep[];
  /** Texts that ask for something and that no operation serves. */
  readonly unserved: readonly string[];
  /** What tells whether the plan is right, as `PLAN_FEATURES`. */
  readonly features: readonly number[];
}

/** Plans by rules: the likeliest reading of the request, the inputs of each call filled, its suppliers brought along. */
export function planByRules(
  index: OperationIndex,
  message: string,
  weights: PlannerWeights = FITTED_WEIGHTS,
): RuleDraft {
  const request = readRequest(visibleText(message.slice(0, MAX_MESSAGE_LENGTH)), index);
  const lattice = buildLattice(index, request);
  const readings = readingsOf(lattice, weights.choice);
  const arcs = readings[0]?.arcs ?? [];
  const clauses = clausesOf(request, arcs);
  const steps: DraftStep[] = [];
  arcs.forEach(({ view }, at) => {
    const clause = clauses[at];
    if (!clause) return;
    const fill = fillerFor(request, clauses, clause, weights);
    const step: DraftStep = { view, clause, bound: fill(view, steps), supplies: false };
    const chain = { index, clause, earlier: [...steps], chain: [step], fill };
    steps.push(...chainSuppliers(chain, step, weights.supply), step);
  });
  const unserved = (readings[0]?.silent ?? []).flatMap((at) =>
    lattice.asks[at] ? textOfAtom(request, at) : [],
  );
  const features = planFeatures({ request, index, lattice, readings, steps, weights: weights.choice });
  return { steps, unserved, features };
}

function textOfAtom({ text, atoms }: Request, at: number): string[] {
  const atom = atoms[at];
  return atom ? [text.slice(atom.from, atom.to).trim()] : [];
}

/** A clause reaches to the next one. What the request names before the first of them belongs to all. */
export function clausesOf(request: Request, arcs: readonly Arc[]): readonly Clause[] {
  const opening = arcs[0]?.span.from ?? 0;
  return arcs.map(({ span }, at): Clause => {
    const next = arcs[at + 1]?.span;
    const to = next ? next.from - next.lead.length : request.text.length;
    const entities = request.entities.filter(
      (entity) => entity.to <= opening || (entity.from >= span.from && entity.to <= to),
    );
    const text = request.text.slice(span.from, to).replace(/[\s,;]+$/, '');
    return { text, from: span.from, terms: span.terms, entities };
  });
}

/** How the inputs of a call are filled that serves a clause. */
export function fillerFor(
  { text: message, entities }: Request,
  clauses: readonly Clause[],
  { text, from }: Pick<Clause, 'text' | 'from'>,
  weights: Pick<PlannerWeights, 'bind'>,
): (view: OperationView, earlier: readonly DraftStep[]) => Map<string, Bound> {
  const others = clauses
    .filter((other) => other.from !== from)
    .map((other) => ({ from: other.from, to: other.from + other.text.length }));
  return (view, earlier) => {
    const context = { view, text, from, message, entities, earlier, others };
    return withTexts(context, bindInputs(context, weights.bind));
  };
}

/** What is said literally, or tells what it is about, goes before any loose value into a text for people. */
function withTexts(context: BindContext, bound: Map<string, Bound>): Map<string, Bound> {
  for (const input of context.view.inputs) {
    if (!input.required || !isFreeText(input)) continue;
    const text = composeText(context, context.earlier);
    const present = bound.get(input.name)?.source.kind;
    const better = text?.source.kind === 'literal' || (text && isWhole(text));
    if (text && (present === undefined || (present !== 'literal' && better))) bound.set(input.name, text);
  }
  return bound;
}
