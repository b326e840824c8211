import type { OnError, Step, StepInput } from '../../domain/workflow.ts';

/** Checked steps as somebody would write them: what the checker adds is left out, so that it can be worked out anew. */
export function asWritten(steps: readonly Step[]): readonly StepInput[] {
  return steps.map(written);
}

function written(step: Step): StepInput {
  switch (step.type) {
    case 'api_call': {
      const { effect: _effect, binding: _binding, onError, ...own } = step;
      return { ...own, ...handled(onError) };
    }
    case 'connector': {
      const { effect: _effect, origin: _origin, repeatable: _repeatable, onError, ...own } = step;
      return { ...own, ...handled(onError) };
    }
    case 'condition': {
      const { effect: _effect, onError, branches, otherwise, ...own } = step;
      return {
        ...own,
        ...handled(onError),
        branches: branches.map((branch) => ({ when: branch.when, steps: asWritten(branch.steps) })),
        ...(otherwise === undefined ? {} : { otherwise: asWritten(otherwise) }),
      };
    }
    case 'loop': {
      const { effect: _effect, onError, steps, ...own } = step;
      return { ...own, ...handled(onError), steps: asWritten(steps) };
    }
    case 'parallel': {
      const { effect: _effect, onError, branches, ...own } = step;
      return {
        ...own,
        ...handled(onError),
        branches: branches.map((branch) => ({ steps: asWritten(branch.steps) })),
      };
    }
    default: {
      const { effect: _effect, onError, ...own } = step;
      return { ...own, ...handled(onError) };
    }
  }
}

function handled(onError: OnError | undefined): Pick<StepInput, 'onError'> {
  if (onError === undefined) return {};
  return { onError: typeof onError === 'string' ? onError : { steps: asWritten(onError.steps) } };
}
