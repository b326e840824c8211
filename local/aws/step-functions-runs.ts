import type { Machine, MachineType } from '../asl/definition.ts';
import type { Execution, HistoryEvent, Perform } from '../asl/execution.ts';
import { createMemoryJournal } from '../asl/execution.ts';
import type { Expressions } from '../asl/expressions.ts';
import { type Json, type JsonObject, parseJson } from '../asl/json.ts';
import { parseDefinition } from '../asl/parse-definition.ts';
import { type Ending, runExecution } from '../asl/run-execution.ts';
import { Interruption, StatesError } from '../asl/states-error.ts';
import type { Clock } from './clock.ts';
import { expressArn, machineArn, roleArn } from './step-functions-arns.ts';
import type { Closing, ExecutionRow, MachineRow, StepFunctionsStore } from './step-functions-store.ts';
import type { TokenDesk } from './step-functions-tokens.ts';

/** More events than this end a Standard execution ("Service quotas"). */
const MAX_EVENTS = 25_000;

export interface Runs {
  /** Begins, or after a restart goes on with, a Standard execution that the store has. */
  drive(row: ExecutionRow): void;
  /** Runs an Express execution; the answer is its ending, whoever waits for it. */
  express(options: { machine: MachineRow; name: string; input: Json }): ExpressRun;
  /** Ends a Standard execution from outside; it may have ended already. */
  stop(arn: string, why: { error?: string | undefined; cause?: string | undefined }): void;
  /** Stops driving; Standard executions stay as they stand. */
  close(): Promise<void>;
}

interface ExpressRun {
  readonly arn: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly ending: Promise<Ending>;
}

/** Drives executions from their start, or from where their frames stand, to their end. */
export function createRuns(options: {
  readonly store: StepFunctionsStore;
  readonly desk: TokenDesk;
  readonly clock: Clock;
  readonly random: () => number;
  readonly uuid: () => string;
  readonly expressions: Expressions;
  readonly perform: Perform;
  readonly log: (message: string) => void;
  readonly onTransition: (kind: MachineType) => void;
}): Runs {
  const { store, desk, clock, random, uuid, expressions, perform, log, onTransition } = options;
  const driven = new Map<string, { readonly controller: AbortController; readonly done: Promise<unknown> }>();
  /** Those who wait for a Standard execution to end, by its ARN. */
  const watchers = new Map<string, Set<() => void>>();
  let closed = false;

  /** Parsed definitions; there are as many as versions of machines in this process's life. */
  const parsed = new Map<string, Machine>();

  function machineOf(text: string, type: MachineType): Machine {
    const machine = parsed.get(text) ?? parseDefinition({ text, type });
    parsed.set(text, machine);
    return machine;
  }

  const common = { clock, random, expressions, perform };

  function follow(execution: Execution): Promise<Ending> {
    const controller = new AbortController();
    // Begun a moment later: whatever it does, it is already among the driven.
    const ending = Promise.resolve()
      .then(() => runExecution({ execution, signal: controller.signal }))
      .then((end) => {
        driven.delete(execution.arn);
        logFailure(execution, end);
        return end;
      });
    driven.set(execution.arn, { controller, done: ending });
    return ending;
  }

  function logFailure({ name, machineName }: Execution, end: Ending): void {
    if (end.status !== 'FAILED' && end.status !== 'TIMED_OUT') return;
    log(`Step Functions: execution ${name} of ${machineName} ${end.status}: ${end.error}: ${end.cause}`);
  }

  function drive(row: ExecutionRow): void {
    const isOpen = () => !closed && driven.get(row.arn)?.controller.signal.aborted === false;
    const record = recorder(row.arn, isOpen);
    const journal = store.journal(row.arn);
    const execution: Execution = {
      ...common,
      machine: machineOf(row.definition, 'STANDARD'),
      type: 'STANDARD',
      arn: row.arn,
      name: row.name,
      machineArn: machineArn(row.machine),
      machineName: row.machine,
      roleArn: roleArn(row.role),
      principal: row.role,
      input: parseJson(row.input),
      startedAt: row.started_at,
      // What an abandoned branch still does after the end must not come back as a frame.
      journal: { ...journal, write: (path, frame) => (isOpen() ? journal.write(path, frame) : undefined) },
      tokens: desk.ofExecution(row.arn),
      children: {
        closed: whenClosed,
        stop: (arn) => stop(arn, { cause: 'Its parent execution has ended.' }),
      },
      record,
      onTransition: () => onTransition('STANDARD'),
    };
    const toItsEnd = async (): Promise<void> => {
      const end = await follow(execution);
      if (end.status !== 'interrupted' && end.status !== 'ABORTED')
        finish(row.arn, closingOf(end, clock.now()));
    };
    toItsEnd().catch((error: unknown) =>
      log(`Step Functions: execution ${row.name} could not be closed: ${String(error)}`),
    );
  }

  function recorder(arn: string, isOpen: () => boolean): (event: HistoryEvent) => number {
    let last = store.eventCount(arn);
    return (event) => {
      if (!isOpen()) return last;
      if (last >= MAX_EVENTS) {
        throw new StatesError(
          'States.Runtime',
          `The execution reached the ${MAX_EVENTS} history events it may have.`,
        );
      }
      last += 1;
      store.addEvent(arn, { ...event, id: last, at: clock.now() });
      return last;
    };
  }

  function finish(arn: string, closing: Closing): void {
    if (!store.close(arn, closing)) return;
    desk.endExecution(arn);
    const { output, error, cause, status, at } = closing;
    const kind = EVENT_OF[status];
    const value: JsonObject = {
      ...(output === undefined ? {} : { output }),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    };
    const details = { name: `execution${kind}EventDetails`, value };
    store.addEvent(arn, { id: store.eventCount(arn) + 1, at, type: `Execution${kind}`, details });
    for (const wake of watchers.get(arn) ?? []) wake();
    watchers.delete(arn);
  }

  function stop(arn: string, why: { error?: string | undefined; cause?: string | undefined }): void {
    finish(arn, { status: 'ABORTED', ...why, at: clock.now() });
    driven.get(arn)?.controller.abort(new Interruption('stopped'));
  }

  async function whenClosed(arn: string, signal: AbortSignal): Promise<JsonObject> {
    if (store.execution(arn)?.status === 'RUNNING') {
      const set = watchers.get(arn) ?? new Set();
      watchers.set(arn, set);
      await new Promise<void>((resolve, reject) => {
        set.add(resolve);
        signal.addEventListener('abort', () => (set.delete(resolve), reject(signal.reason)), { once: true });
      });
    }
    const row = store.execution(arn);
    if (row === undefined) throw new StatesError('States.TaskFailed', `There is no execution ${arn}.`);
    return describeChild(row);
  }

  function express({ machine, name, input }: { machine: MachineRow; name: string; input: Json }): ExpressRun {
    const arn = expressArn({ machine: machine.name, name, id: uuid() });
    const startedAt = clock.now();
    let events = 0;
    const ending = follow({
      ...common,
      machine: machineOf(machine.definition, 'EXPRESS'),
      type: 'EXPRESS',
      arn,
      name,
      machineArn: machineArn(machine.name),
      machineName: machine.name,
      roleArn: roleArn(machine.role),
      principal: machine.role,
      input,
      startedAt,
      journal: createMemoryJournal(),
      tokens: desk.ofExecution(arn),
      children: { closed: whenClosed, stop: () => undefined },
      record: () => (events += 1),
      onTransition: () => onTransition('EXPRESS'),
    });
    return { arn, startedAt, ending };
  }

  return {
    drive,
    express,
    stop,
    async close() {
      closed = true;
      const all = [...driven.values()];
      for (const { controller } of all) controller.abort(new Interruption('shutdown'));
      await Promise.all(all.map(({ done }) => done));
    },
  };
}

const EVENT_OF = {
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  TIMED_OUT: 'TimedOut',
  ABORTED: 'Aborted',
} as const;

function closingOf(end: Exclude<Ending, { status: 'ABORTED' | 'interrupted' }>, at: number): Closing {
  if (end.status === 'SUCCEEDED') return { status: end.status, output: JSON.stringify(end.output), at };
  return { status: end.status, error: end.error, cause: end.cause, at };
}

/** What `.sync:2` answers: DescribeExecution with capital names and parsed bodies. */
function describeChild(row: ExecutionRow): JsonObject {
  return {
    ExecutionArn: row.arn,
    StateMachineArn: machineArn(row.machine),
    Name: row.name,
    Status: row.status,
    StartDate: row.started_at,
    StopDate: row.stopped_at,
    Input: parseJson(row.input),
    InputDetails: { Included: true },
    ...(row.output === null ? {} : { Output: parseJson(row.output), OutputDetails: { Included: true } }),
    ...(row.error === null ? {} : { Error: row.error }),
    ...(row.cause === null ? {} : { Cause: row.cause }),
  };
}
