import type { StepInput } from '../../domain/workflow.ts';
import { asWritten } from './as-written.ts';
import { askWhat, askWhich, type EditOutcome, type Talk } from './edit-outcome.ts';
import { findSteps } from './find-step.ts';
import type { Place } from './read-edit.ts';

/** Performs a step elsewhere in the order; whether its references still hold, the checker says. */
export function moveStep(
  talk: Talk,
  {
    target,
    to,
    chosen,
  }: { readonly target: string; readonly to: Place; readonly chosen?: readonly string[] },
): EditOutcome {
  const moved = outermost(talk, target, chosen);
  if ('ask' in moved) return moved;
  const order = asWritten(talk.plan.steps);
  const rest = order.filter(({ id }) => id !== moved.id);
  if (to === 'first') return { steps: [moved.step, ...rest] };
  if (to === 'last') return { steps: [...rest, moved.step] };
  const anchor = outermost(talk, 'before' in to ? to.before : to.after);
  if ('ask' in anchor) return anchor;
  const at = rest.findIndex(({ id }) => id === anchor.id) + ('before' in to ? 0 : 1);
  return { steps: [...rest.slice(0, at), moved.step, ...rest.slice(at)] };
}

/** Performs two steps in each other's place. */
export function swapSteps(
  talk: Talk,
  { one, other }: { readonly one: string; readonly other: string },
): EditOutcome {
  const [first, second] = [outermost(talk, one), outermost(talk, other)];
  if ('ask' in first) return first;
  if ('ask' in second) return second;
  const steps = asWritten(talk.plan.steps).map((step) =>
    step.id === first.id ? second.step : step.id === second.id ? first.step : step,
  );
  return { steps };
}

/** The one step that is meant, where it stands in no other. */
function outermost(
  { plan, steps }: Talk,
  target: string,
  chosen?: readonly string[],
): { readonly id: string; readonly step: StepInput } | Extract<EditOutcome, { ask: string }> {
  const found = findSteps(target, steps).filter(({ step }) => chosen?.includes(step.id) ?? true);
  const [only] = found;
  if (only === undefined) return asking(askWhat(target, steps));
  if (found.length > 1) return asking(askWhich(found));
  const step = asWritten(plan.steps).find(({ id }) => id === only.step.id);
  if (step === undefined)
    return { ask: `"${only.step.name}" stands inside another step and cannot be moved on its own.` };
  return { id: only.step.id, step };
}

function asking(outcome: EditOutcome): Extract<EditOutcome, { ask: string }> {
  return 'ask' in outcome ? outcome : { ask: 'Which step do you mean?' };
}
