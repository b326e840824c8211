import type { ErrorCode } from './errors.ts';
import type { Json } from './json.ts';

export const RUN_STATUSES = ['pending', 'running', 'paused', 'completed', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** `unknown`: a write was started and its outcome was lost; a person decides. */
export const STEP_STATUSES = ['pending', 'running', 'completed', 'failed', 'skipped', 'unknown'] as const;
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

/** The journal's entry of one leaf step. Times are ISO 8601; `duration` is in milliseconds. */
export interface StepRecord {
  readonly status: StepStatus;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly startedAt: string;
  readonly completedAt?: string;
  readonly duration?: number;
  /** Resolved input, redacted by value. */
  readonly input?: Json;
  readonly output?: Json;
  /** Where the entry's input and output are when they are too large for the run item. */
  readonly storedAt?: 'item' | 'bucket';
  readonly error?: RunError;
  /** Id and version of the credential that was used, for the audit: `cred_…#3`. */
  readonly credential?: string;
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
  /** By step id; a step that has not started has no entry. */
  readonly steps: Readonly<Record<string, StepRecord>>;
  readonly stepCount: number;
  readonly startedBy: string;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly lastActivity: string;
  /** Version of the lease: every worker that takes the run over raises it; older ones can no longer write. */
  readonly fence: number;
  /** Until when the present worker may be alive, epoch milliseconds. */
  readonly leaseUntil: number;
}

/** Whether a run has ended for good. */
export function isFinished(status: RunStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/** Whether a step has ended, well or not. */
export function isEnded(status: StepStatus): boolean {
  return status !== 'pending' && status !== 'running';
}
