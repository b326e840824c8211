import type { RunError, StepRecord } from '../domain/run.ts';
import { DEFAULT_RETRY, isSent, type RetryableKind, type RetryPolicy } from '../domain/workflow.ts';
import { isRepeatable } from './recover.ts';
import type { Occurrence } from './state.ts';

/** What came of one try of a step; everything in it is redacted. */
export interface Outcome extends Pick<StepRecord, 'input' | 'output' | 'error' | 'credential' | 'branch'> {
  /** The request may have reached the API, and its answer did not come back. */
  readonly answerLost?: boolean;
  /** The API took the request and refused it, or never saw it: it had no effect. */
  readonly noEffect?: boolean;
  /** It was not sent, since the limit of the API is used up: to wait for one's turn is no try. */
  readonly held?: boolean;
  /** Milliseconds that the API asked to wait before the next try. */
  readonly retryAfterMs?: number;
}

/**
 * The entry of a step after a try: completed, failed, `unknown` where a write was sent and its answer was lost, or waiting
 * for the next try. Exponential back-off with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog); what
 * the API asks for in `Retry-After` goes first. A write is tried again by itself only where it certainly had no effect.
 */
export function settleOutcome({
  step,
  started,
  outcome,
  now,
  random,
}: {
  readonly step: Occurrence['step'];
  /** The entry with which the try began. */
  readonly started: StepRecord;
  readonly outcome: Outcome;
  /** Epoch milliseconds. */
  readonly now: number;
  /** 0 to 1. */
  readonly random: () => number;
}): StepRecord {
  const { answerLost, noEffect, held, retryAfterMs, ...told } = outcome;
  const { dueAt: _dueAt, ...base } = started;
  const duration = Math.max(0, now - Date.parse(started.startedAt));
  const end = { ...base, ...told, completedAt: new Date(now).toISOString(), duration };
  if (told.error === undefined) return { ...end, status: 'completed' };
  if (held === true && retryAfterMs !== undefined && retryAfterMs <= LONGEST_TURN_MS) {
    const dueAt = new Date(now + retryAfterMs).toISOString();
    return { ...base, ...told, attempt: started.attempt - 1, status: 'waiting', dueAt };
  }
  if (answerLost === true && !isRepeatable(step)) return { ...end, status: 'unknown' };
  const policy = isSent(step) ? step.retry : undefined;
  const kind = kindOf(told.error);
  const mayRepeat = isRepeatable(step) || noEffect === true || policy !== undefined;
  const { attempts, on } = policy ?? DEFAULT_RETRY;
  const again = mayRepeat && kind !== undefined && started.attempt < attempts && (on?.includes(kind) ?? true);
  if (!again) return { ...end, status: 'failed' };
  const delay = Math.max(
    retryAfterMs ?? 0,
    retryAfterMs === undefined ? backoff(policy, started.attempt, random) : 0,
  );
  return { ...base, ...told, status: 'waiting', dueAt: new Date(now + delay).toISOString() };
}

/** A quota of a month is a person's business: the run ends and says when it is full again. */
const LONGEST_TURN_MS = 24 * 3_600_000;

/** Milliseconds before the next try. */
function backoff(policy: RetryPolicy = DEFAULT_RETRY, attempt: number, random: () => number): number {
  const { backoffSeconds = 1, maxBackoffSeconds = 60 } = policy;
  return Math.round(random() * Math.min(maxBackoffSeconds, backoffSeconds * 2 ** (attempt - 1)) * 1000);
}

/** The API was not reached, or what the call needs here (its credential, its limits) was out of reach for the moment. */
const UNREACHED: ReadonlySet<string> = new Set(['API_CONNECTION_FAILED', 'SERVICE_UNAVAILABLE', 'CONFLICT']);

/** Which kind of error that may heal this is; undefined for one that cannot. */
function kindOf({ code, upstreamStatus }: RunError): RetryableKind | undefined {
  if (upstreamStatus === 429 || code === 'UPSTREAM_RATE_LIMITED') return 'rate_limit';
  if (code === 'UPSTREAM_ERROR' || code === 'UPSTREAM_CIRCUIT_OPEN') return 'server_error';
  if (code === 'UPSTREAM_TIMEOUT') return 'timeout';
  return UNREACHED.has(code) ? 'connection' : undefined;
}
