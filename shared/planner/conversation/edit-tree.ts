import type { StepInput } from '../../domain/workflow.ts';

/**
 * Steps with one of them, wherever it stands, replaced by what `make` gives for it: none takes it out. What would hold no
 * steps any more goes with them.
 */
export function replaceStep(
  steps: readonly StepInput[],
  id: string,
  make: (step: StepInput) => readonly StepInput[],
): readonly StepInput[] {
  const within = (inner: readonly StepInput[]): readonly StepInput[] => replaceStep(inner, id, make);
  return steps.flatMap((step) => {
    if (step.id === id) return make(step);
    const kept = withHandler(step, within);
    switch (kept.type) {
      case 'loop': {
        const inner = within(kept.steps);
        return inner.length === 0 ? [] : [{ ...kept, steps: inner }];
      }
      case 'parallel': {
        const branches = kept.branches.map((branch) => ({ steps: within(branch.steps) }));
        const full = branches.filter((branch) => branch.steps.length > 0);
        const [only] = full;
        if (only === undefined) return [];
        return full.length === 1 ? only.steps : [{ ...kept, branches: full }];
      }
      case 'condition': {
        const { otherwise, ...own } = kept;
        const branches = kept.branches.map((branch) => ({ ...branch, steps: within(branch.steps) }));
        const full = branches.filter((branch) => branch.steps.length > 0);
        const other = otherwise === undefined ? [] : within(otherwise);
        // Without a branch there is nothing to decide: what was to happen otherwise must not happen always.
        if (full.length === 0) return [];
        return [{ ...own, branches: full, ...(other.length === 0 ? {} : { otherwise: other }) }];
      }
      default:
        return [kept];
    }
  });
}

function withHandler(
  step: StepInput,
  within: (steps: readonly StepInput[]) => readonly StepInput[],
): StepInput {
  if (typeof step.onError !== 'object') return step;
  const steps = within(step.onError.steps);
  const { onError: _emptied, ...rest } = step;
  return steps.length === 0 ? rest : { ...step, onError: { steps } };
}
