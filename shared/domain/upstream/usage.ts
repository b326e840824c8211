import type { ErrorCode } from '../errors.ts';
import { LATENCY_CLASSES, latencyClass } from './latency.ts';

/** What came of one call that was sent. */
export interface CallOutcome {
  /** Epoch milliseconds at its end. */
  readonly at: number;
  readonly ms: number;
  /** HTTP status; absent where no answer came. */
  readonly status?: number;
}

/** Why the last call that failed did. */
export interface UpstreamFailure {
  /** ISO 8601. */
  readonly at: string;
  readonly code: ErrorCode;
  readonly status?: number;
}

/** Counts over some calls. */
export interface Tally {
  readonly calls: number;
  /** No answer, or one of 500 and above. */
  readonly failures: number;
  /** 429. */
  readonly throttled: number;
  /** Other answers of 400 to 499. */
  readonly refused: number;
  /** Sum of the durations. */
  readonly ms: number;
  /** Counts by latency class. */
  readonly latencies: readonly number[];
  /** Of the last call, epoch milliseconds; 0 where there is none. */
  readonly lastUsed: number;
}

export const NO_CALLS: Tally = {
  calls: 0,
  failures: 0,
  throttled: 0,
  refused: 0,
  ms: 0,
  latencies: Array.from({ length: LATENCY_CLASSES }, () => 0),
  lastUsed: 0,
};

/** Whether the API itself has failed, rather than refused. */
export function isFailure(status: number | undefined): boolean {
  return status === undefined || status >= 500;
}

export function tallyOf({ at, ms, status }: CallOutcome): Tally {
  const failed = isFailure(status);
  const throttled = status === 429;
  const own = latencyClass(ms);
  return {
    calls: 1,
    failures: failed ? 1 : 0,
    throttled: throttled ? 1 : 0,
    refused: !failed && !throttled && status !== undefined && status >= 400 ? 1 : 0,
    ms,
    latencies: NO_CALLS.latencies.map((_, at) => (at === own ? 1 : 0)),
    lastUsed: at,
  };
}

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    calls: a.calls + b.calls,
    failures: a.failures + b.failures,
    throttled: a.throttled + b.throttled,
    refused: a.refused + b.refused,
    ms: a.ms + b.ms,
    latencies: a.latencies.map((count, at) => count + (b.latencies[at] ?? 0)),
    lastUsed: Math.max(a.lastUsed, b.lastUsed),
  };
}
