import type { Run } from '../domain/run.ts';
import { MAX_STEPS, type Step, type StepInput } from '../domain/workflow.ts';
import { checkSteps, type CheckedApi } from '../planner/check.ts';
import { findReverse } from './find-reverse.ts';
import { listWrites, type Write } from './list-writes.ts';

/** A write that is not taken back, and why. */
export interface LeftWrite {
  readonly write: Write;
  readonly reason: string;
}

/** How a run is taken back. */
export interface UndoPlan {
  /** In the order they are to run: what was done last is taken back first. */
  readonly steps: readonly Step[];
  /** The writes that they take back, in the same order. */
  readonly undoes: readonly Write[];
  /** Nobody knows whether they took effect. */
  readonly unknown: readonly Write[];
  readonly withoutReverse: readonly LeftWrite[];
}

/** Plans the undo of a run that has ended. The same run and the same documents give the same plan. */
export function planUndo({
  run,
  steps,
  apis,
}: {
  readonly run: Pick<Run, 'steps'>;
  /** Of the version that ran. */
  readonly steps: readonly Step[];
  readonly apis: readonly CheckedApi[];
}): UndoPlan {
  const { done, unknown } = listWrites({ run, steps });
  const byId = new Map(apis.map((api) => [api.connection.id, api]));
  const inputs: StepInput[] = [];
  const undoes: Write[] = [];
  const withoutReverse: LeftWrite[] = [];
  for (const write of done) {
    const found = findReverse({ write, apis: byId });
    const input: StepInput | undefined =
      'call' in found ? { type: 'api_call', name: nameOf(write), ...found.call } : undefined;
    const fault = 'reason' in found ? found.reason : input && faultOf(input, apis);
    if (inputs.length >= MAX_STEPS) {
      withoutReverse.push({ write, reason: `One undo takes back at most ${MAX_STEPS} calls.` });
    } else if (fault !== undefined) withoutReverse.push({ write, reason: fault });
    else if (input !== undefined) {
      inputs.push(input);
      undoes.push(write);
    }
  }
  const checked = inputs.length === 0 ? { steps: [] } : checkSteps({ steps: inputs, apis });
  // Each has been checked by itself, and none reads of another.
  if ('errors' in checked) throw new Error(checked.errors[0]?.message);
  return { steps: checked.steps, undoes, unknown, withoutReverse };
}

function faultOf(input: StepInput, apis: readonly CheckedApi[]): string | undefined {
  const checked = checkSteps({ steps: [input], apis });
  return 'errors' in checked ? checked.errors[0]?.message : undefined;
}

/** `Undo Add`, and which pass of the loops around it. */
function nameOf({ key, step }: Write): string {
  const passes = [...key.matchAll(/\[(\d+)\]\./g)].map((match) => Number(match[1]) + 1);
  const where = passes.length === 0 ? '' : ` (pass ${passes.join('.')})`;
  return `Undo ${step.name.slice(0, 90 - where.length)}${where}`;
}
