import { isEnded, type Run } from '../domain/run.ts';
import type { Step } from '../domain/workflow.ts';
import { chosenSteps, recordOf, type Journal } from './frame.ts';

/** How far a run is. Counted in steps as they are written: a loop counts as one pass of it, a condition as its longest branch. */
export interface Progress {
  readonly totalSteps: number;
  /** The step it is at, from 1. */
  readonly currentStep: number;
  /** 0 to 1; grows only, since a loop shares its part among its passes as soon as it knows how many they are. */
  readonly fraction: number;
}

/** How far a run of these steps is. */
export function progressOf({
  run: { status, steps: journal },
  steps,
}: {
  readonly run: Pick<Run, 'status' | 'steps'>;
  readonly steps: readonly Step[];
}): Progress {
  const totalSteps = weightOf(steps);
  const done = status === 'completed' ? totalSteps : doneOf(steps, { journal, prefix: '' });
  return {
    totalSteps,
    currentStep: Math.min(totalSteps, Math.floor(done) + 1),
    fraction: totalSteps === 0 ? 1 : done / totalSteps,
  };
}

function weightOf(steps: readonly Step[]): number {
  return sum(steps.map(weightOfStep));
}

function weightOfStep(step: Step): number {
  switch (step.type) {
    case 'loop':
      return Math.max(1, weightOf(step.steps));
    case 'parallel':
      return Math.max(1, sum(step.branches.map((branch) => weightOf(branch.steps))));
    case 'condition':
      return Math.max(
        1,
        ...[...step.branches.map((branch) => branch.steps), step.otherwise ?? []].map(weightOf),
      );
    default:
      return 1;
  }
}

interface Place {
  readonly journal: Journal;
  readonly prefix: string;
}

/** How much of the weight of some steps is done. */
function doneOf(steps: readonly Step[], place: Place): number {
  return sum(steps.map((step) => weightOfStep(step) * shareOf(step, place)));
}

/** How much of a step is done, 0 to 1. */
function shareOf(step: Step, place: Place): number {
  const { journal, prefix } = place;
  if (step.type === 'parallel') {
    return share(
      step.branches.flatMap((branch) => branch.steps),
      place,
    );
  }
  const record = recordOf(journal, `${prefix}${step.id}`);
  if (record === undefined) return 0;
  const over = isEnded(record.status) && record.status !== 'unknown';
  if (step.type === 'condition') {
    return record.status === 'completed' ? share(chosenSteps(step, record), place) : Number(over);
  }
  if (over || step.type !== 'loop') return Number(over);
  const { passes = 0 } = record;
  const each = Array.from({ length: passes }, (_, at) =>
    share(step.steps, { journal, prefix: `${prefix}${step.id}[${at}].` }),
  );
  return passes === 0 ? 0 : sum(each) / passes;
}

function share(steps: readonly Step[], place: Place): number {
  const weight = weightOf(steps);
  return weight === 0 ? 1 : doneOf(steps, place) / weight;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
