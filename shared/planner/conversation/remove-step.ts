import { listReferences } from '../../domain/templates.ts';
import type { Json } from '../../domain/json.ts';
import type { Step } from '../../domain/workflow.ts';
import { asWritten } from './as-written.ts';
import { askWhat, askWhich, type EditOutcome, type Talk } from './edit-outcome.ts';
import { replaceStep } from './edit-tree.ts';
import { findSteps } from './find-step.ts';

/** Leaves a step out. Where others use its answer, it is asked whether they go as well. */
export function removeStep(
  { plan, steps }: Talk,
  { target, chosen }: { readonly target: string; readonly chosen?: readonly string[] },
): EditOutcome {
  const found =
    chosen === undefined ? findSteps(target, steps) : steps.filter(({ step }) => chosen.includes(step.id));
  const [first] = found;
  if (first === undefined) return askWhat(target, steps);
  if (found.length > 1 && chosen === undefined) return askWhich(found);
  const gone = new Set(found.map(({ step }) => step.id));
  const users = dependentsOf(gone, plan.steps);
  if (users.length > 0) {
    const names = users.map(({ name }) => `"${name}"`).join(' and ');
    const ids = [...gone, ...users.map(({ id }) => id)];
    const all = steps.every(({ step }) => ids.includes(step.id));
    if (all)
      return { ask: `${names} cannot do without "${first.step.name}", and then nothing would be left.` };
    return {
      ask: `${names} cannot do without the answer of "${first.step.name}". Should that be left out as well?`,
      pending: { steps: ids, choose: 'all' },
    };
  }
  if (steps.every(({ step }) => gone.has(step.id)))
    return { ask: `"${first.step.name}" is all that the plan does. What should happen instead?` };
  const left = [...gone].reduce((kept, id) => replaceStep(kept, id, () => []), asWritten(plan.steps));
  return { steps: left };
}

/** The steps that read an answer of some others, and those that read theirs. */
function dependentsOf(gone: ReadonlySet<string>, steps: readonly Step[]): readonly Step[] {
  const found: Step[] = [];
  const lost = new Set(gone);
  for (const step of steps) {
    if (lost.has(step.id)) continue;
    // A step is plain JSON; its own steps are part of it.
    const used = listReferences(JSON.parse(JSON.stringify(step)) as Json).flatMap(
      ({ stepId }) => stepId ?? [],
    );
    if (!used.some((id) => lost.has(id))) continue;
    lost.add(step.id);
    found.push(step);
  }
  return found;
}
