import type { ShownRequest } from '../calls/show-request.ts';
import type { Connection } from '../domain/connection.ts';
import type { Operation } from '../domain/catalogue.ts';
import type { Json } from '../domain/json.ts';
import type { RunError, StepRecord } from '../domain/run.ts';
import type { ApiCallStep, Step } from '../domain/workflow.ts';
import type { Clock, Expressions } from '../ports.ts';
import type { Doubt } from './doubts.ts';
import type { AnswerSource, GivenAnswer } from './find-answer.ts';
import type { RecordedAnswers } from './recorded-answers.ts';

/** What is rehearsed. */
export interface Play {
  readonly steps: readonly Step[];
  readonly input: Json;
  /** By the id of a step, or by its key in a loop, which goes first. */
  readonly answers: Readonly<Record<string, GivenAnswer>>;
}

/** What a rehearsal reads. There is nothing in it that could send a request. */
export interface RehearsalPorts {
  readonly expressions: Expressions;
  readonly clock: Clock;
  readonly recorded: RecordedAnswers;
  /** Undefined where the connection is gone. */
  readonly connection: (id: string) => Promise<Connection | undefined>;
  /** As it was when the step was checked; undefined where no document describes it. */
  readonly operation: (step: ApiCallStep) => Promise<Operation | undefined>;
}

/** How far a rehearsal goes at most. */
export interface RehearsalLimits {
  /** Steps performed, each pass of a loop counted. */
  readonly steps: number;
  /** Of real time. */
  readonly ms: number;
  /** Of what is shown: requests, answers and outputs as JSON. */
  readonly bytes: number;
}

/** What is shown of a call beside its entry. */
export interface RehearsedCall {
  readonly request?: ShownRequest;
  readonly answer?: { readonly from: AnswerSource; readonly status: number; readonly executionId?: string };
  readonly doubts: readonly Doubt[];
  /** What would keep a run from making the call as things are. */
  readonly warnings: readonly string[];
}

/**
 * `unknown`: it went as far as can be known without asking the APIs; `stopped`: as far as the limits of a rehearsal go.
 */
export type RehearsalStatus = 'completed' | 'failed' | 'unknown' | 'stopped';

export interface Rehearsal {
  readonly status: RehearsalStatus;
  readonly output?: Json;
  readonly error?: RunError;
  /** Entries by key, in the order the steps began. */
  readonly journal: Readonly<Record<string, StepRecord>>;
  readonly calls: ReadonlyMap<string, RehearsedCall>;
}
