import type { Catcher, Retrier, State } from './definition.ts';
import { findCatcher, planRetry } from './error-handling.ts';
import type { Frame } from './frame.ts';
import type { Json } from './json.ts';
import { runState } from './run-state.ts';
import { sleep } from './sleep.ts';
import { type Cursor, type Exit, type ScopeRun, type StateRun, shape } from './state-run.ts';
import { StatesError, toStatesError } from './states-error.ts';

/**
 * Runs a scope from where its frame stands, or from StartAt, to its end, and answers its output.
 * @throws StatesError when a state fails and nothing catches it; the signal's reason when it is aborted.
 */
export async function runScope(run: ScopeRun): Promise<Json> {
  const { execution, scope, path, signal } = run;
  signal.throwIfAborted();
  const { journal } = execution;
  let frame =
    journal.read(path) ?? enter(run, { state: scope.StartAt, input: await run.input(), variables: {} });
  const cursor: Cursor = {
    frame: () => frame,
    update(change) {
      frame = { ...frame, ...change };
      journal.write(path, frame);
    },
  };
  while (frame.finished === undefined) {
    const exit = await visit(stateRun(run, cursor));
    signal.throwIfAborted();
    leave(run, { frame, exit });
    const variables = { ...frame.variables, ...exit.assigned };
    if (exit.next === undefined) cursor.update({ finished: { output: exit.output }, variables });
    else frame = enter(run, { state: exit.next, input: exit.output, variables });
  }
  return frame.finished.output;
}

function enter(
  run: ScopeRun,
  { state: name, input, variables }: Pick<Frame, 'state' | 'input' | 'variables'>,
): Frame {
  const { execution, path } = run;
  const enteredEvent = execution.record({
    type: `${stateOf(run, name).Type}StateEntered`,
    details: { name: 'stateEnteredEventDetails', value: { name, input: JSON.stringify(input) } },
  });
  const enteredAt = execution.clock.now();
  const frame: Frame = { state: name, input, variables, enteredAt, enteredEvent, retries: [] };
  execution.journal.write(path, frame);
  execution.onTransition();
  return frame;
}

function leave(run: ScopeRun, { frame: { state: name }, exit }: { frame: Frame; exit: Exit }): void {
  run.execution.record({
    type: `${stateOf(run, name).Type}StateExited`,
    details: { name: 'stateExitedEventDetails', value: { name, output: JSON.stringify(exit.output) } },
  });
}

function stateOf({ scope }: ScopeRun, name: string): State {
  const state = scope.States[name];
  if (state === undefined)
    throw new StatesError('States.Runtime', `The state machine has no state '${name}'.`);
  return state;
}

function stateRun(run: ScopeRun, cursor: Cursor): StateRun {
  const { execution, path, outer, mapItem, signal } = run;
  const name = cursor.frame().state;
  return {
    execution,
    path,
    outer,
    mapItem,
    signal,
    cursor,
    name,
    state: stateOf(run, name),
    runInner: runScope,
  };
}

/** Runs a state until it is left: through its end, or, after the retries that it is given, through a catcher. */
async function visit(run: StateRun): Promise<Exit> {
  for (;;) {
    try {
      await endBackOff(run);
      return await runState(run);
    } catch (error) {
      run.signal.throwIfAborted();
      const failure = toStatesError(error);
      if (planBackOff(run, failure)) continue;
      const catcher = findCatcher(handlersOf(run.state).Catch, failure);
      if (catcher === undefined) throw failure;
      return caught(run, { catcher, failure });
    }
  }
}

/** Waits for the rest of a back-off, if the state is in one; then the state is a transition again. */
async function endBackOff({ cursor, execution, signal, state }: StateRun): Promise<void> {
  const { restUntil } = cursor.frame();
  if (restUntil === undefined || state.Type === 'Wait') return;
  const left = restUntil - execution.clock.now();
  if (left > 0) await sleep(execution.clock, { ms: left, signal });
  cursor.update({ restUntil: undefined });
  execution.onTransition();
}

function planBackOff({ cursor, execution, state }: StateRun, error: StatesError): boolean {
  const { random, clock } = execution;
  const plan = planRetry({ retriers: handlersOf(state).Retry, used: cursor.frame().retries, error, random });
  if (plan === undefined) return false;
  const restUntil = clock.now() + plan.delayMs;
  cursor.update({ retries: plan.retries, restUntil, task: undefined, fanOut: undefined });
  return true;
}

async function caught(
  run: StateRun,
  { catcher, failure }: { catcher: Catcher; failure: StatesError },
): Promise<Exit> {
  const errorOutput = { Error: failure.name, Cause: failure.message };
  const index = handlersOf(run.state).Catch?.indexOf(catcher) ?? 0;
  const shaped = await shape(run, `Catch/${index}/`, catcher, { errorOutput, fallback: errorOutput });
  return { ...shaped, next: catcher.Next };
}

function handlersOf(state: State): {
  readonly Retry?: readonly Retrier[] | undefined;
  readonly Catch?: readonly Catcher[] | undefined;
} {
  return state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map' ? state : {};
}
