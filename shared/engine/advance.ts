import type { Json } from '../domain/json.ts';
import type { RunError, StepRecord } from '../domain/run.ts';
import type { ConditionStep, LeafStep, LoopStep, ParallelStep, Step } from '../domain/workflow.ts';
import { foldOf, type Fold } from './fold-passes.ts';
import { chosenSteps, keyOf, recordOf, type Frame } from './frame.ts';
import { collected, itemsOf, passesOf } from './loop-passes.ts';
import { performedState } from './performed-state.ts';
import type { Reading } from './reading.ts';
import { ended, failed, merge, type State } from './state.ts';
import { timedState } from './timed-steps.ts';

export type { Journal } from './frame.ts';
export type { Occurrence } from './state.ts';

/** What a run does next. */
export interface Decision {
  /** Entries that follow from the journal and the clock alone; they are written with the next boundary. */
  readonly settled: Readonly<Record<string, StepRecord>>;
  /** Passes of open loops that have ended and may be kept apart. */
  readonly folds: readonly Fold[];
  readonly next:
    | {
        readonly kind: 'proceed';
        /** May begin now; other steps may be running beside them. */
        readonly start: Extract<State, { kind: 'open' }>['start'];
        /** When the first waiting step is due, epoch milliseconds. */
        readonly wakeAt?: number;
        /** Steps that wait for a person. */
        readonly held: number;
      }
    | { readonly kind: 'complete'; readonly output: Json }
    | { readonly kind: 'fail'; readonly error: RunError };
}

/**
 * The interpreter: what follows from the steps and what the journal says of them. Pure: the same journal gives the same
 * decision, whatever order its entries came in. A failed step lets the steps beside it end and starts nothing more.
 */
export function advance({ steps, ...reading }: Reading & { readonly steps: readonly Step[] }): Decision {
  const settled: Record<string, StepRecord> = {};
  const folds: Fold[] = [];
  const state = new Interpreter({ reading, settled, folds }).sequence(steps, { prefix: '', steps });
  if (state.kind === 'ended') return { settled, folds, next: { kind: 'complete', output: state.output } };
  if (state.kind === 'failed') return { settled, folds, next: { kind: 'fail', error: state.error } };
  const { start, wakeAt, held } = state;
  return {
    settled,
    folds,
    next: { kind: 'proceed', start, held, ...(wakeAt === undefined ? {} : { wakeAt }) },
  };
}

class Interpreter {
  readonly #reading: Reading;
  readonly #settled: Record<string, StepRecord>;

  readonly #folds: Fold[];

  constructor({
    reading,
    settled,
    folds,
  }: {
    reading: Reading;
    settled: Record<string, StepRecord>;
    folds: Fold[];
  }) {
    this.#reading = reading;
    this.#settled = settled;
    this.#folds = folds;
  }

  sequence(steps: readonly Step[], frame: Frame): State {
    let last: State = ended(null);
    for (const step of steps) {
      last = this.#guarded(step, frame);
      if (last.kind !== 'ended') return last;
    }
    return last;
  }

  /** A step with what is to happen where it fails. */
  #guarded(step: Step, frame: Frame): State {
    const state = this.#step(step, frame);
    const { onError = 'fail' } = step;
    if (state.kind !== 'failed' || onError === 'fail') return state;
    if (onError === 'continue') return ended(null);
    return this.sequence(onError.steps, { ...frame, error: state.error });
  }

  #step(step: Step, frame: Frame): State {
    switch (step.type) {
      case 'parallel':
        return this.#parallel(step, frame);
      case 'condition':
        return this.#condition(step, frame);
      case 'loop':
        return this.#loop(step, frame);
      default:
        return this.#leaf(step, frame);
    }
  }

  #leaf(step: LeafStep, frame: Frame): State {
    const key = keyOf(frame, step);
    const record = recordOf(this.#reading.journal, key);
    if (step.type === 'wait' || step.type === 'approval') {
      const { state, settle } = timedState({ step, record, frame, reading: this.#reading });
      if (settle !== undefined) this.#settled[key] = settle;
      return state;
    }
    return performedState({ key, step, frame, record, now: this.#reading.now });
  }

  #condition(step: ConditionStep, frame: Frame): State {
    const key = keyOf(frame, step);
    const { journal, now } = this.#reading;
    const record = recordOf(journal, key);
    const state = performedState({ key, step, frame, record, now });
    if (state.kind !== 'ended' || record === undefined) return state;
    return this.sequence(chosenSteps(step, record), frame);
  }

  #parallel(step: ParallelStep, frame: Frame): State {
    const states = step.branches.map((branch) => this.sequence(branch.steps, frame));
    const outputs = step.branches.flatMap(({ steps }, at) => {
      const [last, state] = [steps.at(-1), states[at]];
      return last === undefined || state?.kind !== 'ended' ? [] : [[last.id, state.output] as const];
    });
    return merge(states, () => Object.fromEntries(outputs));
  }

  #loop(step: LoopStep, frame: Frame): State {
    const key = keyOf(frame, step);
    const record = recordOf(this.#reading.journal, key);
    if (record?.status === 'completed') return ended(record.output ?? null);
    if (record?.status === 'skipped') return ended(null);
    if (record?.status === 'failed') return failed(record);
    const items = itemsOf({ step, frame, reading: this.#reading });
    if ('error' in items) return this.#close(key, record, { status: 'failed', error: items.error });
    const { list } = items;
    const passes = passesOf({
      step,
      frame,
      list,
      reading: this.#reading,
      run: (pass) => this.sequence(step.steps, pass),
    });
    const state = merge(passes, () => []);
    if (state.kind === 'open') {
      if (record === undefined)
        this.#settled[key] = { status: 'running', attempt: 1, startedAt: this.#now(), passes: list.length };
      const fold = foldOf({ key, step, states: passes, folded: record?.folded });
      if (fold !== undefined) this.#folds.push(fold);
      return state;
    }
    if (state.kind === 'failed') {
      return this.#close(key, record, { status: 'failed', error: state.error });
    }
    return this.#close(key, record, { status: 'completed', output: collected(passes), passes: list.length });
  }

  /** Ends a loop: its entry is written with the next boundary. */
  #close(
    key: string,
    record: StepRecord | undefined,
    end: Partial<StepRecord> & Pick<StepRecord, 'status'>,
  ): State {
    const completedAt = this.#now();
    const startedAt = record?.startedAt ?? completedAt;
    const closed: StepRecord = {
      attempt: 1,
      startedAt,
      ...record,
      ...end,
      completedAt,
      duration: this.#reading.now - Date.parse(startedAt),
    };
    this.#settled[key] = closed;
    return closed.status === 'completed' ? ended(closed.output ?? null) : failed(closed);
  }

  #now(): string {
    return new Date(this.#reading.now).toISOString();
  }
}
