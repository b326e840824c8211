import type { ErrorCode } from './errors.ts';
import type { Json } from './json.ts';

export const RUN_STATUSES = ['pending', 'running', 'paused', 'completed', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** What started a run: a person, or a trigger of its workflow. */
export const RUN_TRIGGERS = ['manual', 'schedule', 'event', 'webhook'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

/**
 * `waiting`: until `dueAt`, for the next try or because it is a wait. `held`: for a person's answer. `unknown`: a write was
 * started and its outcome was lost; a person decides.
 */
export const STEP_STATUSES = [
  'pending',
  'running',
  'waiting',
  'held',
  'completed',
  'failed',
  'skipped',
  'unknown',
] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

/** Why a step or a run failed, in words for a person. Never holds a secret. */
export interface RunError {
  readonly code: ErrorCode;
  readonly message: string;
  /** What to do about it, where that is known. */
  readonly fix?: string;
  /** HTTP status that the upstream answered, where it did. */
  readonly upstreamStatus?: number;
}

/**
 * The journal's entry of one step, under its key: its id, behind the passes of the loops around it (`each[2].post`). Times
 * are ISO 8601; `duration` is in milliseconds.
 */
export interface StepRecord {
  readonly status: StepStatus;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly startedAt: string;
  /** Of a waiting step: when it goes on; of a held one: when it has waited long enough. */
  readonly dueAt?: string;
  readonly completedAt?: string;
  readonly duration?: number;
  /** Of a condition: the branch that it chose, from 0; -1 where none fits. */
  readonly branch?: number;
  /** Of a loop: how many passes it has. */
  readonly passes?: number;
  /** Of a loop with many passes: those that have ended and lie beside the run. */
  readonly folded?: FoldedPasses;
  /** Resolved input, redacted by value. */
  readonly input?: Json;
  readonly output?: Json;
  /** Where the entry's input and output are when they are too large for the run item. */
  readonly storedAt?: 'item' | 'bucket';
  readonly error?: RunError;
  /** Id and version of the credential that was used, for the audit: `cred_…#3`. */
  readonly credential?: string;
  /** What has become of it when, in a few bytes: see `run-trail.ts`. Absent where it was taken over from another run. */
  readonly trail?: string;
}

/** Passes of a loop that have ended, and whose entries lie beside the run: it would outgrow its item otherwise. */
export interface FoldedPasses {
  /** Where they lie: so many chunks, written by the worker with this fence; of another run where they were taken over. */
  readonly chunks: readonly { readonly runId: string; readonly fence: number; readonly count: number }[];
  /** What they gave, by index, with holes for the others; read from the chunks, and while the loop is open alone. */
  readonly results: readonly (Json | undefined)[];
}

/** One execution of one workflow version. */
export interface Run {
  readonly id: string;
  readonly tenantId: string;
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly planHash: string;
  readonly status: RunStatus;
  readonly input: Json;
  readonly output?: Json;
  readonly error?: RunError;
  /** By key; a step that has not started has no entry. */
  readonly steps: Readonly<Record<string, StepRecord>>;
  readonly stepCount: number;
  readonly startedBy: string;
  /** Absent where a person started it. */
  readonly trigger?: RunTrigger;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly lastActivity: string;
  /** Version of the lease: every worker that takes the run over raises it; older ones can no longer write. */
  readonly fence: number;
  /** Until when the present worker may be alive, epoch milliseconds. */
  readonly leaseUntil: number;
  /** Nothing is to be done before, epoch milliseconds; in the past or absent where a worker may go on at once. */
  readonly wakeAt?: number;
  /** How often a person stepped in (pause, resume, cancel, a decision); absent for never. */
  readonly interventions?: number;
  /** The changes of its status by people: see `run-trail.ts`. */
  readonly trail?: string;
  /** The trigger that started it, where no person did. */
  readonly triggerId?: string;
  /** How many runs, each started by an event of the one before, led to this one; absent for none. */
  readonly chain?: number;
  /** The run whose finished steps this one took over. */
  readonly retryOf?: string;
}

/** Of the event that ends a run: behind every other one. Those of interventions count from 1. */
export const LAST_SEQUENCE = 999_999;

/**
 * So many entries of a journal fit into one write: an expression may have 4 KB, and a transaction, where each entry has
 * an event, 100 writes ("Service, account, and table quotas", DynamoDB).
 */
export const ENTRIES_A_WRITE = 90;

/** `wakeAt` of a run that waits for a place among the runs of its workflow: nobody starts it before it has one. */
export const WAITS_IN_LINE = Number.MAX_SAFE_INTEGER;

/** Whether a run waits for a place. */
export function waitsInLine({ status, wakeAt }: Pick<Run, 'status' | 'wakeAt'>): boolean {
  return status === 'pending' && wakeAt === WAITS_IN_LINE;
}

/** Whether a run has ended for good. */
export function isFinished(status: RunStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/** A run that has not moved for so long is looked after by the watchdog. */
export const WATCH_AFTER_SECONDS = 120;

/** Whether a step has ended so that the run can go on behind it. */
export function isFinishedStep(status: StepStatus): boolean {
  return status === 'completed' || status === 'skipped';
}

/** Whether a step has ended, well or not. */
export function isEnded(status: StepStatus): boolean {
  return status !== 'pending' && status !== 'running' && status !== 'waiting' && status !== 'held';
}
