import type { Json } from '../domain/json.ts';
import type { FoldedPasses } from '../domain/run.ts';
import { blocksOf, everyStep, type LoopStep, type Step } from '../domain/workflow.ts';
import type { State } from './state.ts';

/** So many entries of passes that have ended stay in the run item: every write pays for all of it, and 400 KB is its end. */
const KEPT_ENTRIES = 50;
/** So many entries of passes that are open it may hold. */
const OPEN_ENTRIES = 450;

/** Passes of a loop that have ended: their entries may leave the run item, and what they gave is kept beside it. */
export interface Fold {
  /** Of the loop's entry. */
  readonly key: string;
  readonly passes: readonly { readonly index: number; readonly output: Json }[];
}

/** The passes that are folded next; undefined while they are too few. */
export function foldOf({
  key,
  step,
  states,
  folded,
}: {
  readonly key: string;
  readonly step: LoopStep;
  /** By index. */
  readonly states: readonly State[];
  readonly folded: FoldedPasses | undefined;
}): Fold | undefined {
  const passes = states.flatMap((state, index) =>
    state.kind === 'ended' && folded?.results[index] === undefined ? [{ index, output: state.output }] : [],
  );
  return passes.length * everyStep(step.steps).length < KEPT_ENTRIES ? undefined : { key, passes };
}

/** How many passes are open at a time: as many as the loop says, as far as the run item can hold them. */
export function openPasses({ concurrency = 1, steps }: LoopStep): number {
  return Math.min(concurrency, Math.max(1, Math.floor(OPEN_ENTRIES / entriesOf(steps))));
}

/** Entries that steps may have at a time. */
function entriesOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => {
    if (step.type === 'loop') return sum + 1 + KEPT_ENTRIES + openPasses(step) * entriesOf(step.steps);
    return sum + 1 + blocksOf<Step>(step).reduce((inner, block) => inner + entriesOf(block.steps), 0);
  }, 0);
}
