import type { TaskState } from './definition.ts';
import type { PendingTask } from './frame.ts';
import { type Json, isJsonObject } from './json.ts';
import { abandonable, withDeadline } from './race.ts';
import { sleep } from './sleep.ts';
import { type StateRun, checkSize, evaluateField, evaluateInteger } from './state-run.ts';
import { Interruption, StatesError, toStatesError } from './states-error.ts';
import { type TaskResource, readTaskResource } from './task-resource.ts';

type TaskRun = StateRun<TaskState>;
const SECONDS = [1, 99_999_999] as const;

/**
 * Performs a Task once and answers its result: the call, and for `.sync:2` and `.waitForTaskToken` the wait for what
 * the call began. Answers are in the frame: after a restart an answered call is not repeated, and its wait goes on; a call
 * whose answer had not come yet IS repeated.
 */
export async function runTask(run: TaskRun): Promise<Json> {
  const { state, cursor, execution, signal } = run;
  const target = readTaskResource(state.Resource);
  if (typeof target === 'string') throw new StatesError('States.Runtime', target);
  const { TimeoutSeconds: limit } = state;
  const timeout =
    limit === undefined ? undefined : await evaluateInteger(run, 'TimeoutSeconds', limit, SECONDS);
  const task = cursor.frame().task ?? begin(run, target);
  try {
    const result = await withDeadline({
      clock: execution.clock,
      signal,
      deadline:
        timeout === undefined
          ? undefined
          : {
              at: task.startedAt + timeout * 1000,
              error: () => new StatesError('States.Timeout', `The task ran longer than ${timeout} seconds.`),
            },
      work: (within) => follow(run, { target, task, signal: within }),
    });
    execution.record({
      type: 'TaskSucceeded',
      details: taskDetails('taskSucceeded', target, { output: text(result) }),
    });
    return checkSize(run, result);
  } catch (error) {
    if (!(signal.reason instanceof Interruption && signal.reason.reason === 'shutdown')) abandon(run, target);
    if (!signal.aborted) {
      const { name, message } = toStatesError(error);
      const type =
        name === 'States.Timeout' || name === 'States.HeartbeatTimeout' ? 'TaskTimedOut' : 'TaskFailed';
      const detail = type === 'TaskFailed' ? 'taskFailed' : 'taskTimedOut';
      execution.record({ type, details: taskDetails(detail, target, { error: name, cause: message }) });
    }
    throw error;
  }
}

function begin({ cursor, execution }: TaskRun, { pattern }: TaskResource): PendingTask {
  const task = {
    startedAt: execution.clock.now(),
    token: pattern === 'task-token' ? execution.tokens.open() : undefined,
  };
  cursor.update({ task });
  return task;
}

interface Following {
  readonly target: TaskResource;
  readonly task: PendingTask;
  readonly signal: AbortSignal;
}

async function follow(run: TaskRun, { target, task, signal }: Following): Promise<Json> {
  if (target.pattern === 'task-token' && task.token !== undefined) {
    // The token may be returned before the call that carried it has been answered.
    const outcome = waitForToken(run, { token: task.token, signal });
    outcome.catch(() => undefined);
    if (task.answer === undefined) await call(run, { target, task, signal });
    return outcome;
  }
  const answer = task.answer ?? (await call(run, { target, task, signal }));
  if (target.pattern === 'request-response') return answer;
  const childArn = startedArn(answer);
  if (childArn !== undefined) return waitForChild(run, { childArn, signal });
  throw new StatesError('States.TaskFailed', 'startExecution answered without an ExecutionArn.');
}

async function call(run: TaskRun, { target, task, signal }: Following): Promise<Json> {
  const { execution, state, cursor } = run;
  const fields = { token: task.token };
  const input =
    state.Arguments === undefined
      ? cursor.frame().input
      : await evaluateField(run, 'Arguments', state.Arguments, fields);
  checkSize(run, input);
  const region = execution.machineArn.split(':')[3] ?? '';
  execution.record({
    type: 'TaskScheduled',
    details: taskDetails('taskScheduled', target, { region, parameters: text(input) }),
  });
  const { principal } = execution;
  const asked = execution.perform({ resource: target.resource, arguments: input, principal, signal });
  const answer = checkSize(run, await abandonable(asked, signal));
  cursor.update({ task: { ...task, answer } });
  if (target.pattern !== 'request-response') {
    execution.record({
      type: 'TaskSubmitted',
      details: taskDetails('taskSubmitted', target, { output: text(answer) }),
    });
  }
  return answer;
}

/** The execution that `startExecution` answered with. */
function startedArn(answer: Json | undefined): string | undefined {
  const arn = isJsonObject(answer) ? answer.ExecutionArn : undefined;
  return typeof arn === 'string' ? arn : undefined;
}

async function waitForChild(
  { execution }: TaskRun,
  { childArn, signal }: { childArn: string; signal: AbortSignal },
): Promise<Json> {
  const closed = await abandonable(execution.children.closed(childArn, signal), signal);
  if (closed.Status === 'SUCCEEDED') return closed;
  throw new StatesError('States.TaskFailed', JSON.stringify(closed));
}

async function waitForToken(
  run: TaskRun,
  { token, signal }: { token: string; signal: AbortSignal },
): Promise<Json> {
  const { execution, state } = run;
  const { tokens } = execution;
  const { HeartbeatSeconds: field } = state;
  const heartbeat =
    field === undefined ? undefined : await evaluateInteger(run, 'HeartbeatSeconds', field, SECONDS);
  const done = new AbortController();
  const within = AbortSignal.any([signal, done.signal]);
  try {
    const first = [tokens.outcome(token, within)];
    if (heartbeat !== undefined) first.push(missedHeartbeat(run, { token, heartbeat, signal: within }));
    const outcome = await Promise.race(first);
    if ('error' in outcome) throw new StatesError(outcome.error, outcome.cause);
    return outcome.output;
  } finally {
    done.abort();
  }
}

/** Rejects when no heartbeat has come for `heartbeat` seconds. */
async function missedHeartbeat(
  { execution: { clock, tokens } }: TaskRun,
  { token, heartbeat, signal }: { token: string; heartbeat: number; signal: AbortSignal },
): Promise<never> {
  for (;;) {
    const left = tokens.lastHeartbeat(token) + heartbeat * 1000 - clock.now();
    if (left <= 0) break;
    await sleep(clock, { ms: left, signal });
  }
  throw new StatesError('States.HeartbeatTimeout', `No heartbeat came for ${heartbeat} seconds.`);
}

/** The state gives up: its token is void and the execution that it started is stopped. */
function abandon({ cursor, execution }: TaskRun, { pattern }: TaskResource): void {
  const { task } = cursor.frame();
  if (task?.token !== undefined) execution.tokens.close(task.token);
  const childArn = pattern === 'run-a-job' ? startedArn(task?.answer) : undefined;
  if (childArn !== undefined) execution.children.stop(childArn);
}

function text(value: Json): string {
  return JSON.stringify(value);
}

function taskDetails(
  event: 'taskScheduled' | 'taskSubmitted' | 'taskSucceeded' | 'taskFailed' | 'taskTimedOut',
  { resource }: TaskResource,
  more: { readonly [name: string]: Json },
): { name: string; value: { readonly [name: string]: Json } } {
  const parts = resource.split(':');
  return {
    name: `${event}EventDetails`,
    value: { resourceType: parts.at(-2) ?? '', resource: parts.at(-1) ?? '', ...more },
  };
}
