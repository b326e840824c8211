import { claimStepId, stepIdOf } from '../domain/step-id.ts';
import { blocksOf, type StepInput } from '../domain/workflow.ts';

/**
 * Ids by place (`steps[0].branches[1].steps[0]`): the given one or the name, as a slug; taken ones get a number. Given ids
 * come first. By place and not by object, since the same object may stand twice.
 */
export function assignIds(steps: readonly StepInput[]): ReadonlyMap<string, string> {
  const every = placesOf(steps, 'steps');
  const taken = new Set<string>();
  const ids = new Map<string, string>();
  const isGiven = ({ id }: StepInput): boolean => id !== undefined && id.trim() !== '';
  for (const { place, step } of every.filter((entry) => isGiven(entry.step))) {
    ids.set(place, claimStepId(stepIdOf(step.id ?? ''), taken));
  }
  for (const { place, step } of every.filter((entry) => !isGiven(entry.step))) {
    ids.set(place, claimStepId(stepIdOf(step.name), taken));
  }
  return ids;
}

function placesOf(
  steps: readonly StepInput[],
  path: string,
): readonly { readonly place: string; readonly step: StepInput }[] {
  return steps.flatMap((step, at) => {
    const place = `${path}[${at}]`;
    return [
      { place, step },
      ...blocksOf(step).flatMap((block) => placesOf(block.steps, `${place}.${block.path}`)),
    ];
  });
}
