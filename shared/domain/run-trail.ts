import type { RunStatus, StepStatus } from './run.ts';

/**
 * One change of a run or of one of its steps. Changes that a worker writes are counted by its boundaries, those that a
 * person makes by the interventions of the run: two counters, since both write without waiting for each other.
 */
interface Change<Status> {
  readonly by: 'worker' | 'person';
  /** From 1; changes with the same number were written together. */
  readonly sequence: number;
  readonly status: Status;
  /** Epoch milliseconds. */
  readonly at: number;
}
export type StepChange = Change<StepStatus> & { readonly attempt: number };
export type StatusChange = Change<RunStatus>;

/** So many changes of one step are told; behind them its end alone. A step may wait for its turn a thousand times. */
const MOST_CHANGES = 64;

const LETTERS = {
  pending: 'p',
  running: 'r',
  waiting: 'w',
  held: 'h',
  completed: 'c',
  failed: 'f',
  skipped: 's',
  unknown: 'u',
} as const satisfies Record<StepStatus, string>;
// Object.keys of a literal gives its own keys.
const STATUSES = new Map((Object.keys(LETTERS) as StepStatus[]).map((status) => [LETTERS[status], status]));

/** A step's trail with one more change: text of a few bytes a change, since every write pays for the whole run. */
export function stepTrail(trail: string | undefined, change: StepChange, startOfRun: number): string {
  const { status, attempt } = change;
  const isEnd = status === 'completed' || status === 'failed' || status === 'skipped';
  if (!isEnd && trail !== undefined && trail.split(' ').length >= MOST_CHANGES) return trail;
  return joined(trail, change, `${LETTERS[status]}${attempt.toString(36)}`, startOfRun);
}

/** A run's trail with one more change of its status by a person. */
export function runTrail(trail: string | undefined, change: StatusChange, startOfRun: number): string {
  return joined(trail, change, change.status, startOfRun);
}

/** The changes of a step's trail, in the order they were written. */
export function stepChanges(trail: string, startOfRun: number): readonly StepChange[] {
  return parts(trail, startOfRun).flatMap(({ what, ...change }) => {
    const status = STATUSES.get(what.slice(0, 1) as (typeof LETTERS)[StepStatus]);
    return status === undefined ? [] : [{ ...change, status, attempt: Number.parseInt(what.slice(1), 36) }];
  });
}

/** The changes of a run's trail, in the order they were written. */
export function statusChanges(trail: string, startOfRun: number): readonly StatusChange[] {
  return parts(trail, startOfRun).map(({ what, ...change }) => ({ ...change, status: what as RunStatus }));
}

function joined(
  trail: string | undefined,
  { by, sequence, at }: Change<unknown>,
  what: string,
  startOfRun: number,
): string {
  const after = Math.max(0, at - startOfRun);
  const text = `${by === 'person' ? '!' : ''}${sequence.toString(36)}:${what}:${after.toString(36)}`;
  return trail === undefined ? text : `${trail} ${text}`;
}

function parts(trail: string, startOfRun: number) {
  if (trail === '') return [];
  return trail.split(' ').map((text) => {
    const [counter = '', what = '', after = ''] = text.split(':');
    const by = counter.startsWith('!') ? ('person' as const) : ('worker' as const);
    return {
      by,
      sequence: Number.parseInt(counter.replace('!', ''), 36),
      what,
      at: startOfRun + Number.parseInt(after, 36),
    };
  });
}
