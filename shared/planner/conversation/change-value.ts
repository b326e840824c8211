import type { JsonObject } from '../../domain/json.ts';
import { asWritten } from './as-written.ts';
import { askWhich, listOf, type EditOutcome, type Talk } from './edit-outcome.ts';
import { replaceStep } from './edit-tree.ts';
import { findSteps } from './find-step.ts';
import { readValue } from './read-value.ts';
import { keyOfThing, spotsFor, spotsHolding, spotsNamed, spotsOf, type Spot } from './set-value.ts';
import type { SeenStep } from './step-views.ts';

/** Gives one input of one step another value. Undefined where the words name nothing in the plan. */
export function changeValue(
  talk: Talk,
  {
    value: said,
    name,
    old,
    target,
    chosen,
  }: {
    readonly value: string;
    readonly name?: string;
    readonly old?: string;
    readonly target?: string;
    readonly chosen?: readonly string[];
  },
): EditOutcome | undefined {
  const meant = stepsMeant(talk.steps, target, chosen);
  const all = spotsOf(meant);
  const thing = old === undefined && name === undefined ? keyOfThing(said, all) : undefined;
  const value = thing?.value ?? said;
  const spots =
    thing?.spots ??
    (old !== undefined
      ? spotsHolding(old, all)
      : name !== undefined
        ? spotsNamed(name, all)
        : spotsFor(value, all));
  const [spot] = spots;
  if (spot === undefined) return undefined;
  if (spots.length > 1) return askWhichSpot(spots, value);
  const read = readValue(spot.input, value);
  if (read === undefined) return undefined;
  if ('fault' in read)
    return { ask: `${spot.input.name} of "${spot.seen.step.name}" ${read.fault}; the plan stays as it was.` };
  return { steps: withValues(talk, spot.seen, { [spot.input.name]: read.value }) };
}

/** The steps of a plan with other values in one of them. */
export function withValues({ plan }: Talk, { step }: SeenStep, values: JsonObject) {
  return replaceStep(asWritten(plan.steps), step.id, (present) =>
    present.type === 'api_call'
      ? [{ ...present, parameters: { ...present.parameters, ...values } }]
      : [present],
  );
}

function stepsMeant(
  steps: readonly SeenStep[],
  target: string | undefined,
  chosen: readonly string[] | undefined,
): readonly SeenStep[] {
  if (chosen !== undefined) return steps.filter(({ step }) => chosen.includes(step.id));
  return target === undefined ? steps : findSteps(target, steps);
}

/** Several steps take it: which one; several inputs of one step do: which of these. */
function askWhichSpot(spots: readonly Spot[], value: string): EditOutcome {
  const steps = [...new Map(spots.map(({ seen }) => [seen.step.id, seen])).values()];
  if (steps.length === spots.length) return askWhich(steps);
  const names = [...new Set(spots.map(({ input }) => input.name))].slice(0, 8).join(', ');
  return {
    ask: `What should become ${value.slice(0, 80)}: ${names}? Say for example "make the ${spots[0]?.input.name ?? ''} ${value.slice(0, 40)}" (${listOf(steps)}).`,
  };
}
