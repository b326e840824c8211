import type { Scope, State } from './definition.ts';
import type { Execution } from './execution.ts';
import type { Frame } from './frame.ts';
import { type Json, type JsonObject, MAX_STATE_BYTES, byteSize } from './json.ts';
import { StatesError, toStatesError } from './states-error.ts';

/** Reads and moves one scope's frame; every change is in the journal before the next thing happens. */
export interface Cursor {
  frame(): Frame;
  update(change: Partial<Frame>): void;
}

/** A scope to run: the machine itself, a branch, or an iteration. */
export interface ScopeRun {
  readonly execution: Execution;
  readonly scope: Scope;
  /** Journal path. */
  readonly path: string;
  /** Variables of the outer scopes, as they were when this one began. */
  readonly outer: JsonObject;
  readonly mapItem: JsonObject | undefined;
  /** Asked for only where the journal has no frame yet. */
  readonly input: () => Promise<Json>;
  readonly signal: AbortSignal;
}

/** One visit of a state. */
export interface StateRun<S extends State = State> {
  readonly execution: Execution;
  readonly name: string;
  readonly state: S;
  readonly cursor: Cursor;
  /** Journal path of the scope that the state is in. */
  readonly path: string;
  /** Variables of the outer scopes. */
  readonly outer: JsonObject;
  /** `Map.Item` of the context object, inside a Map. */
  readonly mapItem: JsonObject | undefined;
  readonly signal: AbortSignal;
  /** Runs a scope inside this state. */
  readonly runInner: (inner: ScopeRun) => Promise<Json>;
}

/** How a state was left. */
export interface Exit {
  readonly output: Json;
  readonly assigned: JsonObject;
  /** The next state's name; undefined ends the scope. */
  readonly next: string | undefined;
}

/** What a field may see beside input and context; `result` and `errorOutput` exist only where AWS gives them. */
export interface Visible {
  readonly result?: Json;
  readonly errorOutput?: JsonObject;
  readonly token?: string | undefined;
  readonly mapItem?: JsonObject;
}

/** Evaluates a field of the state with the variables' values at entry. */
export async function evaluateField(
  run: StateRun,
  field: string,
  value: Json,
  visible: Visible = {},
): Promise<Json> {
  const frame = run.cursor.frame();
  const { token, mapItem = run.mapItem, ...rest } = visible;
  try {
    return await run.execution.expressions.evaluate({
      field,
      value,
      bindings: {
        states: { input: frame.input, context: contextObject(run, { token, mapItem }), ...rest },
        variables: { ...run.outer, ...frame.variables },
      },
    });
  } catch (error) {
    throw placed(run, toStatesError(error));
  }
}

/** A number that a literal or an expression gives, checked as AWS checks it. */
export async function evaluateInteger(
  run: StateRun,
  field: string,
  value: Json,
  [least, most]: readonly [least: number, most: number],
): Promise<number> {
  const number = await evaluateField(run, field, value);
  if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most)
    return number;
  throw queryError(run, `The field '${field}' must give an integer from ${least} to ${most}.`);
}

/** Assign and Output of a state, a choice rule or a catcher; both see the values from before the assignment. */
export async function shape(
  run: StateRun,
  where: string,
  fields: { readonly Assign?: JsonObject | undefined; readonly Output?: Json | undefined },
  visible: Visible & { readonly fallback: Json },
): Promise<Pick<Exit, 'output' | 'assigned'>> {
  const { fallback, ...seen } = visible;
  const assigned: Record<string, Json> = {};
  for (const [variable, value] of Object.entries(fields.Assign ?? {})) {
    assigned[variable] = await evaluateField(run, `${where}Assign/${variable}`, value, seen);
  }
  checkSize(run, assigned);
  const output =
    fields.Output === undefined ? fallback : await evaluateField(run, `${where}Output`, fields.Output, seen);
  return { output: checkSize(run, output), assigned };
}

export function checkSize<T extends Json>(run: StateRun, value: T): T {
  if (byteSize(value) <= MAX_STATE_BYTES) return value;
  throw placed(
    run,
    new StatesError(
      'States.DataLimitExceeded',
      `The state '${run.name}' has data of more than the ${MAX_STATE_BYTES} bytes that the service takes.`,
    ),
  );
}

export function queryError(run: StateRun, problem: string): StatesError {
  return placed(run, new StatesError('States.QueryEvaluationError', problem));
}

/** The cause with its place in front, in the words of AWS. */
export function placed(run: StateRun, error: StatesError): StatesError {
  const { enteredEvent } = run.cursor.frame();
  return new StatesError(
    error.name,
    `An error occurred while executing the state '${run.name}' (entered at the event id #${enteredEvent}). ` +
      error.message,
  );
}

/** The context object (Step Functions, "Accessing execution data from the Context object"). */
function contextObject(
  run: StateRun,
  { token, mapItem }: { token: string | undefined; mapItem: JsonObject | undefined },
): JsonObject {
  const { execution, cursor } = run;
  const frame = cursor.frame();
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      RoleArn: execution.roleArn,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
    State: {
      Name: run.name,
      EnteredTime: new Date(frame.enteredAt).toISOString(),
      RetryCount: frame.retries.reduce((sum, used) => sum + used, 0),
    },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(mapItem === undefined ? {} : { Map: { Item: mapItem } }),
  };
}
