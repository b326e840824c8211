/**
 * The circuit breaker of a connection. After `OPEN_AFTER` failures in a row nothing is sent for a while; then one call
 * tries whether the API is back (half-open), and closes it or opens it for longer.
 */
export interface Breaker {
  /** Failures since the last success. */
  readonly failures: number;
  /** Present while it is open: nothing is sent before, epoch milliseconds. */
  readonly openUntil?: number;
  /** How often in a row it was opened. */
  readonly trips: number;
  /** Until when somebody's probe may be under way, epoch milliseconds. */
  readonly probeUntil?: number;
}

export const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

export const CLOSED_BREAKER: Breaker = { failures: 0, trips: 0 };
export const OPEN_AFTER = 5;
/** Failures further apart than this are not in a row: somebody else's success may have been between them. */
export const FAILURES_APART_MS = 5 * 60_000;
/** Longer than a call may take. */
export const PROBE_MS = 60_000;

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Milliseconds that a breaker stays open when it opens for the nth time in a row, from 1. */
export function openFor(trip: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(trip - 1, 10));
}

export function breakerState({ openUntil }: Pick<Breaker, 'openUntil'>, now: number): BreakerState {
  if (openUntil === undefined) return 'closed';
  return openUntil > now ? 'open' : 'half_open';
}
