import type { ChoiceState, FailState, State, TaskState, WaitState } from './definition.ts';
import { runMap, runParallel } from './run-fan-out.ts';
import { runTask } from './run-task.ts';
import { sleep } from './sleep.ts';
import {
  type Exit,
  type StateRun,
  evaluateField,
  evaluateInteger,
  placed,
  queryError,
  shape,
} from './state-run.ts';
import { StatesError } from './states-error.ts';

/** Runs a state once, without its Retry and Catch. */
export async function runState(run: StateRun): Promise<Exit> {
  const { state, cursor } = run;
  const { input } = cursor.frame();
  switch (state.Type) {
    case 'Pass':
      return { ...(await shape(run, '', state, { fallback: input })), next: state.Next };
    case 'Succeed':
      return { ...(await shape(run, '', state, { fallback: input })), next: undefined };
    case 'Wait':
      await runWait(narrow(run, state));
      return { ...(await shape(run, '', state, { fallback: input })), next: state.Next };
    case 'Choice':
      return runChoice(narrow(run, state));
    case 'Fail':
      throw await failure(narrow(run, state));
    case 'Task':
    case 'Parallel':
    case 'Map': {
      const result = await resultOf(run, state);
      return { ...(await shape(run, '', state, { result, fallback: result })), next: state.Next };
    }
  }
}

function narrow<S extends State>(run: StateRun, state: S): StateRun<S> {
  return { ...run, state };
}

function resultOf(run: StateRun, state: Extract<State, { Resource: string } | { Retry?: unknown }>) {
  if (state.Type === 'Parallel') return runParallel(narrow(run, state));
  return state.Type === 'Map' ? runMap(narrow(run, state)) : runTask(narrow<TaskState>(run, state));
}

async function runWait(run: StateRun<WaitState>): Promise<void> {
  const { cursor, execution, signal } = run;
  if (cursor.frame().restUntil === undefined) cursor.update({ restUntil: await wakeUpTime(run) });
  const left = (cursor.frame().restUntil ?? 0) - execution.clock.now();
  if (left > 0) await sleep(execution.clock, { ms: left, signal });
}

async function wakeUpTime(run: StateRun<WaitState>): Promise<number> {
  const { Seconds, Timestamp } = run.state;
  if (Seconds !== undefined) {
    const seconds = await evaluateInteger(run, 'Seconds', Seconds, [0, 99_999_999]);
    return run.execution.clock.now() + seconds * 1000;
  }
  const timestamp = await evaluateField(run, 'Timestamp', Timestamp ?? null);
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(at)) throw queryError(run, "The field 'Timestamp' must give an ISO 8601 time.");
  return at;
}

/** The first rule whose condition holds, with its own Assign and Output; else Default, with the state's. */
async function runChoice(run: StateRun<ChoiceState>): Promise<Exit> {
  const { state, cursor } = run;
  const fallback = cursor.frame().input;
  for (const [index, rule] of state.Choices.entries()) {
    const field = `Choices/${index}/`;
    const holds = await evaluateField(run, `${field}Condition`, rule.Condition);
    if (typeof holds !== 'boolean')
      throw queryError(run, `The field '${field}Condition' must give true or false.`);
    if (holds) return { ...(await shape(run, field, rule, { fallback })), next: rule.Next };
  }
  if (state.Default !== undefined)
    return { ...(await shape(run, '', state, { fallback })), next: state.Default };
  const cause = 'Failed to transition out of the state. The state does not point to a next state.';
  throw placed(run, new StatesError('States.Runtime', cause));
}

async function failure(run: StateRun<FailState>): Promise<StatesError> {
  const { Error: name = '', Cause: cause = '' } = run.state;
  const [error, message] = [
    await evaluateField(run, 'Error', name),
    await evaluateField(run, 'Cause', cause),
  ];
  if (typeof error !== 'string' || typeof message !== 'string') {
    return queryError(run, "The fields 'Error' and 'Cause' must give strings.");
  }
  return new StatesError(error, message);
}
