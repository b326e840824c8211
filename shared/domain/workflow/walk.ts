import type { ApiCallStep, ConnectorStep, LeafStep, Step } from './step.ts';

/** A list of steps inside another step, and where it stands there: `branches[0].steps`. */
export interface Block<S> {
  readonly path: string;
  readonly steps: readonly S[];
}

/** What steps of both forms, written and checked, have in common. */
type Nested<S> = {
  readonly type: string;
  readonly steps?: readonly S[];
  readonly branches?: readonly { readonly steps: readonly S[] }[];
  readonly otherwise?: readonly S[];
  readonly onError?: 'fail' | 'continue' | { readonly steps: readonly S[] };
};

/** The lists of steps directly inside a step, in the order they are written; the handler of its error is the last. */
export function blocksOf<S extends Nested<S>>(step: S): readonly Block<S>[] {
  const { steps, branches = [], otherwise, onError } = step;
  return [
    ...(steps === undefined ? [] : [{ path: 'steps', steps }]),
    ...branches.map((branch, at) => ({ path: `branches[${at}].steps`, steps: branch.steps })),
    ...(otherwise === undefined ? [] : [{ path: 'otherwise', steps: otherwise }]),
    ...(typeof onError === 'object' ? [{ path: 'onError.steps', steps: onError.steps }] : []),
  ];
}

/** Every step in the order they are written, holders before what they hold. */
export function everyStep<S extends Nested<S>>(steps: readonly S[]): readonly S[] {
  return steps.flatMap((step) => [step, ...blocksOf(step).flatMap((block) => everyStep(block.steps))]);
}

/** Whether a step is performed by itself and holds no others, but for those that handle its error. */
export function isLeaf(step: Step): step is LeafStep {
  return step.type !== 'condition' && step.type !== 'loop' && step.type !== 'parallel';
}

/** All leaf steps in the order they are written. */
export function leavesOf(steps: readonly Step[]): readonly LeafStep[] {
  return everyStep(steps).filter(isLeaf);
}

/** Whether a step sends something to somebody else. */
export function isSent(step: Step): step is ApiCallStep | ConnectorStep {
  return step.type === 'api_call' || step.type === 'connector';
}

/** The connections that steps call, each once, in order. */
export function connectionsOf(steps: readonly Step[]): readonly string[] {
  const ids = leavesOf(steps).flatMap((step) =>
    isSent(step) ? [step.apiConnectionId ?? [], reverseOf(step)].flat() : [],
  );
  return [...new Set(ids)].toSorted();
}

function reverseOf(step: ApiCallStep | ConnectorStep): string | readonly never[] {
  return (step.type === 'api_call' ? step.compensate?.apiConnectionId : undefined) ?? [];
}
