import type { Json } from '../domain/json.ts';
import type { RunError, StepRecord } from '../domain/run.ts';
import type { ApiCallStep, ConditionStep, ConnectorStep, TransformStep } from '../domain/workflow.ts';
import type { Frame } from './frame.ts';

/** A step that a worker performs, in its place. */
export interface Occurrence {
  readonly key: string;
  readonly step: ApiCallStep | ConnectorStep | TransformStep | ConditionStep;
  readonly frame: Frame;
}

/** What has become of a part of a workflow. */
export type State =
  | { readonly kind: 'ended'; readonly output: Json }
  | { readonly kind: 'failed'; readonly error: RunError }
  | {
      readonly kind: 'open';
      /** May begin now. */
      readonly start: readonly Occurrence[];
      /** How many are under way. */
      readonly running: number;
      /** When the first waiting step is due, epoch milliseconds. */
      readonly wakeAt?: number;
      /** How many wait for a person. */
      readonly held: number;
      /** Of a part beside them: what is under way may end, and nothing begins. */
      readonly failure?: Failure;
    };

type Failure = Extract<State, { kind: 'failed' }>;
type Open = Extract<State, { kind: 'open' }>;

export function ended(output: Json): State {
  return { kind: 'ended', output };
}

export function failed({ error }: Pick<StepRecord, 'error'>): Failure {
  const why = error ?? { code: 'WORKFLOW_EXECUTION_FAILED', message: 'A step failed.' };
  return { kind: 'failed', error: why };
}

export function open({
  start = [],
  running = 0,
  wakeAt,
  held = 0,
}: Partial<Omit<Open, 'kind' | 'failure'>>): Open {
  return { kind: 'open', start, running, held, ...(wakeAt === undefined ? {} : { wakeAt }) };
}

/** Parts that run beside each other: ended when all are; a failure of one waits for what is under way in the others. */
export function merge(states: readonly State[], output: () => Json): State {
  const opens = states.filter((state) => state.kind === 'open');
  const failure =
    states.find((state) => state.kind === 'failed') ?? opens.find((state) => state.failure)?.failure;
  const running = opens.reduce((sum, state) => sum + state.running, 0);
  if (failure !== undefined) {
    return running === 0 ? failure : { ...open({ running }), failure };
  }
  if (opens.length === 0) return ended(output());
  const wakes = opens.flatMap((state) => state.wakeAt ?? []);
  return open({
    start: opens.flatMap((state) => state.start),
    running,
    held: opens.reduce((sum, state) => sum + state.held, 0),
    ...(wakes.length === 0 ? {} : { wakeAt: Math.min(...wakes) }),
  });
}
