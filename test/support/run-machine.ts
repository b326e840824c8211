import { createMemoryJournal } from '../../local/asl/execution.ts';
import type { Execution, Journal, Perform, TaskTokens } from '../../local/asl/execution.ts';
import { createExpressions } from '../../local/asl/expressions.ts';
import type { Json } from '../../local/asl/json.ts';
import { parseDefinition } from '../../local/asl/parse-definition.ts';
import { type Ending, runExecution } from '../../local/asl/run-execution.ts';
import { Interruption } from '../../local/asl/states-error.ts';
import { type VirtualClock, createVirtualClock } from './virtual-clock.ts';

export interface MachineTest {
  readonly states: Readonly<Record<string, unknown>>;
  readonly startAt?: string;
  readonly input?: Json;
  readonly perform?: Perform;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly timeoutSeconds?: number;
  readonly journal?: Journal;
  readonly clock?: VirtualClock;
  readonly tokens?: TaskTokens;
  readonly random?: () => number;
}

export interface RunningMachine {
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly ending: Promise<Ending>;
  /** Names of states entered and retried, in order. */
  readonly entered: string[];
  readonly transitions: () => number;
  interrupt(reason: Interruption['reason']): void;
}

/** The resource of Task states whose answers the test gives by `perform`. */
export const INVOKE = 'arn:aws:states:::lambda:invoke';

/** Starts a machine with the interpreter alone: no store, no service, a clock that stands still. */
export function startMachine(test: MachineTest): RunningMachine {
  const { clock = createVirtualClock(), journal = createMemoryJournal(), type = 'STANDARD' } = test;
  const entered: string[] = [];
  let transitions = 0;
  let uuids = 0;
  const random = test.random ?? (() => 0.5);
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: test.startAt ?? Object.keys(test.states)[0],
    States: test.states,
    ...(test.timeoutSeconds === undefined ? {} : { TimeoutSeconds: test.timeoutSeconds }),
  };
  const execution: Execution = {
    machine: parseDefinition({ text: JSON.stringify(definition), type }),
    type,
    arn: 'arn:aws:states:us-east-1:000000000000:execution:machine:run-1',
    name: 'run-1',
    machineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine',
    machineName: 'machine',
    roleArn: 'arn:aws:iam::000000000000:role/MachineRole',
    principal: 'MachineRole',
    input: test.input ?? {},
    startedAt: clock.now(),
    clock,
    random,
    expressions: createExpressions({ clock, random, uuid: () => `uuid-${(uuids += 1)}` }),
    perform: test.perform ?? (async ({ arguments: input }) => input),
    journal,
    tokens: test.tokens ?? noTokens,
    children: { closed: async () => ({}), stop: () => undefined },
    record({ type: kind, details }) {
      const name = details?.value.name;
      if (kind.endsWith('StateEntered') && typeof name === 'string') entered.push(name);
      return entered.length;
    },
    onTransition: () => void (transitions += 1),
  };
  const controller = new AbortController();
  return {
    clock,
    journal,
    ending: runExecution({ execution, signal: controller.signal }),
    entered,
    transitions: () => transitions,
    interrupt: (reason) => controller.abort(new Interruption(reason)),
  };
}

/** Runs a machine to its end, through at most `withinMs` of its time. */
export async function runMachine(test: MachineTest & { readonly withinMs?: number }): Promise<Ending> {
  const { clock, ending } = startMachine(test);
  await clock.advance(test.withinMs ?? 0);
  return ending;
}

/** The output of a machine that must succeed. */
export async function outputOf(test: Parameters<typeof runMachine>[0]): Promise<Json> {
  const ending = await runMachine(test);
  if (ending.status === 'SUCCEEDED') return ending.output;
  throw new Error(`The machine ended ${JSON.stringify(ending)}`);
}

const noTokens: TaskTokens = {
  open: () => 'token',
  outcome: () => new Promise(() => undefined),
  lastHeartbeat: () => 0,
  close: () => undefined,
};
