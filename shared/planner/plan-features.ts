import { CHOICE_FEATURES, type ChoiceFeature } from './choice-features.ts';
import { unboundInputs, type DraftStep } from './draft.ts';
import { flag, rowOf, upTo, type Features } from './feature-row.ts';
import { HEARD_FEATURES, heardFeatures } from './heard-request.ts';
import { intentOfOperation } from './intents.ts';
import type { Lattice } from './lattice.ts';
import { arcScore, silenceScore, type Reading } from './readings.ts';
import type { OperationIndex } from './retrieve.ts';
import type { Request } from './spans.ts';

/** What tells whether a plan by rules is what was asked. */
export const PLAN_FEATURES = [
  'bias',
  'bestBoth',
  'bestName',
  'bestHeard',
  'meanCovers',
  'minCovers',
  'meanNamed',
  'minNamed',
  'meanScore',
  'minScore',
  'meanMargin',
  'minMargin',
  'minNearest',
  'posterior',
  'lead',
  'strange',
  'silentAsks',
  'silentShare',
  'steps',
  'asked',
  'supplied',
  'open',
  'openKeys',
  'minCertainty',
  'links',
  'apis',
  'again',
  'writes',
  'single',
  ...HEARD_FEATURES,
] as const;
type PlanFeature = (typeof PLAN_FEATURES)[number];

/** A reading and the plan that was made of it. */
export interface ReadPlan {
  readonly request: Request;
  readonly index: OperationIndex;
  readonly lattice: Lattice;
  /** Best first; the plan is of the first. */
  readonly readings: readonly Reading[];
  readonly steps: readonly DraftStep[];
  /** Of readings. */
  readonly weights: readonly number[];
}

const squash = (value: number): number => 1 / (1 + Math.exp(-value / 2));
const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
const least = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.min(...values));
const most = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.max(...values));

/** Describes a plan by rules, for how sure it is. */
export function planFeatures(plan: ReadPlan): readonly number[] {
  const heard = heardFeatures(plan.request, plan.index, plan.steps);
  return rowOf(PLAN_FEATURES, {
    bias: 1,
    ...readingPart(plan),
    ...choicePart(plan),
    ...stepPart(plan),
    ...heard,
  });
}

/** How far the reading is ahead of others, and how much of the request it leaves out. */
function readingPart({
  lattice,
  readings,
  weights,
}: ReadPlan): Features<'posterior' | 'lead' | 'silentAsks' | 'silentShare'> {
  const [best] = readings;
  const score = best?.score ?? 0;
  const chosen = best ? operationsOf(best) : '';
  const chances = readings.map((reading) => Math.exp(reading.score - score));
  const same = readings.map((reading, at) => (operationsOf(reading) === chosen ? (chances[at] ?? 0) : 0));
  const silent = best?.silent ?? [];
  const words = lattice.terms.flat().length;
  const lead = (score - silenceScore(lattice, weights)) / Math.max(1, best?.arcs.length ?? 0);
  return {
    posterior: mean(same) / Math.max(1e-9, mean(chances)),
    lead: squash(Math.min(10, lead)),
    silentAsks: upTo(3, silent.filter((atom) => lattice.asks[atom]).length),
    silentShare: silent.flatMap((atom) => lattice.terms[atom] ?? []).length / Math.max(1, words),
  };
}

function operationsOf({ arcs }: Reading): string {
  return arcs
    .map(({ view }) => `${view.api.connection.id} ${view.operation.method} ${view.operation.path}`)
    .toSorted()
    .join('|');
}

/** How well the chosen operations serve their spans, and how far they are ahead of the next best. */
function choicePart({
  lattice,
  readings,
  weights,
}: ReadPlan): Omit<
  Features<PlanFeature>,
  | 'bias'
  | keyof ReturnType<typeof readingPart>
  | keyof ReturnType<typeof stepPart>
  | keyof ReturnType<typeof heardFeatures>
> {
  const arcs = readings[0]?.arcs ?? [];
  const of = (name: ChoiceFeature): readonly number[] =>
    arcs.map((arc) => arc.features[CHOICE_FEATURES.indexOf(name)] ?? 0);
  const [covers, said, unheard] = [of('covers'), of('said'), of('unheard')];
  const scores = arcs.map((arc) => arcScore(weights, arc));
  const margins = arcs.map((arc, at) => {
    const rivals = lattice.spans.find((span) => span.includes(arc)) ?? [];
    const others = rivals.filter((other) => other !== arc).map((other) => arcScore(weights, other));
    return squash(Math.min(8, (scores[at] ?? 0) - Math.max(-9, ...others)));
  });
  return {
    bestBoth: most(covers.map((share, at) => share * (said[at] ?? 0))),
    bestName: most(of('coversName')),
    bestHeard: 1 - most(unheard),
    meanCovers: mean(covers),
    minCovers: least(covers),
    meanNamed: mean(said),
    minNamed: least(said),
    meanScore: mean(scores.map(squash)),
    minScore: squash(least(scores)),
    meanMargin: mean(margins),
    minMargin: least(margins),
    minNearest: least(of('nearest')),
    strange: mean(unheard),
  };
}

/** How the plan looks: its length, what is open, how sure its values are. */
function stepPart({
  steps,
}: ReadPlan): Features<
  | 'steps'
  | 'asked'
  | 'supplied'
  | 'open'
  | 'openKeys'
  | 'minCertainty'
  | 'links'
  | 'apis'
  | 'again'
  | 'writes'
  | 'single'
> {
  const asked = steps.filter((step) => !step.supplies);
  const open = steps.flatMap((step) => unboundInputs(step));
  const certain = steps.flatMap(({ view, bound }) =>
    view.inputs.flatMap((input) => (input.required ? (bound.get(input.name)?.certainty ?? []) : [])),
  );
  const links = steps
    .flatMap(({ bound }) => [...bound.values()])
    .filter(({ source }) => source.kind !== 'literal');
  const writes = asked.filter(({ view }) => intentOfOperation(view) !== 'read');
  return {
    steps: upTo(8, steps.length),
    asked: upTo(8, asked.length),
    supplied: upTo(3, steps.length - asked.length),
    open: upTo(6, open.length),
    openKeys: upTo(3, open.filter((input) => input.place === 'path').length),
    minCertainty: certain.length === 0 ? 1 : least(certain),
    links: upTo(3, links.length),
    apis: upTo(4, new Set(steps.map((step) => step.view.api)).size - 1),
    again: flag(new Set(asked.map((step) => step.view)).size < asked.length),
    writes: writes.length / Math.max(1, asked.length),
    single: flag(asked.length === 1),
  };
}
