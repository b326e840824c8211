import * as z from 'zod';
import type { Clock } from '../aws/clock.ts';
import type { Machine, MachineType } from './definition.ts';
import type { Expressions } from './expressions.ts';
import type { Frame } from './frame.ts';
import { Json, type JsonObject } from './json.ts';

/** A call of a Task state, as the outside performs it. */
export interface TaskCall {
  /** `arn:aws:states:::lambda:invoke`, `arn:aws:states:::sqs:sendMessage`, …, or a Lambda function's ARN. */
  readonly resource: string;
  readonly arguments: Json;
  /** The role of the state machine: who calls, for IAM. */
  readonly principal: string;
  /** Aborted when nobody waits for the answer any more: timeout, StopExecution, a sibling that failed. */
  readonly signal: AbortSignal;
}

/** Performs a call and answers its result; a failure is an Error whose `name` is the States error name. */
export type Perform = (call: TaskCall) => Promise<Json>;

/** Keeps frames by path: '' is the machine, `/Fan[2]` the third branch of its state Fan. */
export interface Journal {
  read(path: string): Frame | undefined;
  write(path: string, frame: Frame): void;
  /** Forgets every frame whose path begins so: the inside of a state that is begun anew. */
  forgetBelow(path: string): void;
}

/** How a task ended that was waited for by its token. */
export const TaskOutcome = z.union([
  z.object({ output: Json }),
  z.object({ error: z.string(), cause: z.string() }),
]);
export type TaskOutcome = z.infer<typeof TaskOutcome>;

/** Task tokens of `.waitForTaskToken`. */
export interface TaskTokens {
  /** A new token; it counts as having sent a heartbeat now. */
  open(): string;
  /** The outcome that somebody reported, for as long as the execution runs; waits for it. */
  outcome(token: string, signal: AbortSignal): Promise<TaskOutcome>;
  /** Milliseconds since the epoch. */
  lastHeartbeat(token: string): number;
  /** Nobody waits any more: later reports are refused. */
  close(token: string): void;
}

/** Executions started by `.sync:2`. */
interface ChildExecutions {
  /** DescribeExecution's answer once the child is closed, with Input and Output parsed. */
  closed(arn: string, signal: AbortSignal): Promise<JsonObject>;
  stop(arn: string): void;
}

/** History event: `type` as in the API reference, e.g. `TaskStateEntered`. */
export interface HistoryEvent {
  readonly type: string;
  readonly details?: { readonly name: string; readonly value: JsonObject } | undefined;
}

/** One execution and everything it may touch. */
export interface Execution {
  readonly machine: Machine;
  readonly type: MachineType;
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly roleArn: string;
  readonly principal: string;
  readonly input: Json;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly expressions: Expressions;
  readonly perform: Perform;
  readonly journal: Journal;
  readonly tokens: TaskTokens;
  readonly children: ChildExecutions;
  /** Records a history event and answers its id, which counts from 1. */
  record(event: HistoryEvent): number;
  /** A state was entered, or is retried: what Standard bills. */
  onTransition(): void;
}

/** A journal that keeps nothing beyond the process: Express executions. */
export function createMemoryJournal(): Journal {
  const frames = new Map<string, Frame>();
  return {
    read: (path) => frames.get(path),
    write: (path, frame) => void frames.set(path, frame),
    forgetBelow(path) {
      for (const known of frames.keys()) if (known.startsWith(path)) frames.delete(known);
    },
  };
}
