import type { Json } from '../domain/json.ts';
import type { RunError, StepRecord } from '../domain/run.ts';
import type { LeafStep, Step } from '../domain/workflow.ts';

/** The journal of a run: entries by step id. */
export type Journal = Readonly<Record<string, StepRecord>>;

/** What a run does next. `start` and `wait` may both hold at once: other steps are still running then. */
export type Decision =
  | { readonly kind: 'proceed'; readonly start: readonly LeafStep[] }
  | { readonly kind: 'complete'; readonly output: Json }
  | { readonly kind: 'fail'; readonly error: RunError };

/**
 * The interpreter: what follows from the steps and what the journal says of them. Pure: the same journal gives the same
 * decision, whatever order its entries came in. A failed step lets the steps beside it end and starts nothing more.
 */
export function advance({
  steps,
  journal,
}: {
  readonly steps: readonly Step[];
  readonly journal: Journal;
}): Decision {
  const state = sequence(steps, journal);
  if (state.kind === 'ended') return { kind: 'complete', output: lastOutput(steps, journal) };
  if (state.kind === 'failed') return { kind: 'fail', error: state.error };
  return { kind: 'proceed', start: state.start };
}

type State =
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly error: RunError }
  /** `start`: may begin now; `running`: how many are under way; `failure`: of a branch beside them. */
  | {
      readonly kind: 'open';
      readonly start: readonly LeafStep[];
      readonly running: number;
      readonly failure?: RunError;
    };

function sequence(steps: readonly Step[], journal: Journal): State {
  for (const step of steps) {
    const state = step.type === 'parallel' ? together(step.branches, journal) : leaf(step, journal);
    if (state.kind !== 'ended') return state;
  }
  return { kind: 'ended' };
}

function together(branches: readonly { readonly steps: readonly Step[] }[], journal: Journal): State {
  const states = branches.map((branch) => sequence(branch.steps, journal));
  const open = states.filter((state) => state.kind === 'open');
  const failure =
    states.find((state) => state.kind === 'failed')?.error ?? open.find((state) => state.failure)?.failure;
  const running = open.reduce((sum, state) => sum + state.running, 0);
  if (failure !== undefined) {
    return running === 0 ? { kind: 'failed', error: failure } : { kind: 'open', start: [], running, failure };
  }
  if (open.length === 0) return { kind: 'ended' };
  return { kind: 'open', start: open.flatMap((state) => state.start), running };
}

function leaf(step: LeafStep, journal: Journal): State {
  const record = Object.hasOwn(journal, step.id) ? journal[step.id] : undefined;
  switch (record?.status) {
    case undefined:
    case 'pending':
      return { kind: 'open', start: [step], running: 0 };
    case 'running':
      return { kind: 'open', start: [], running: 1 };
    case 'completed':
    case 'skipped':
      return { kind: 'ended' };
    case 'failed':
    case 'unknown':
      return {
        kind: 'failed',
        error: record.error ?? { code: 'WORKFLOW_EXECUTION_FAILED', message: `${step.name} failed.` },
      };
  }
}

/** What a run returns: the output of its last step; of parallel branches, the last outputs by step id. */
function lastOutput(steps: readonly Step[], journal: Journal): Json {
  const last = steps.at(-1);
  if (last === undefined) return null;
  if (last.type !== 'parallel') return journal[last.id]?.output ?? null;
  const ends = last.branches.flatMap((branch) => branch.steps.at(-1) ?? []);
  return Object.fromEntries(ends.map((step) => [step.id, journal[step.id]?.output ?? null]));
}

/** The outputs that references may read: those of the steps that have ended. */
export function outputsOf(journal: Journal): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(journal).flatMap(([id, record]) =>
      record.status === 'completed' ? [[id, record.output ?? null] as const] : [],
    ),
  );
}
