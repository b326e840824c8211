import type { Catcher, Retrier } from './definition.ts';
import type { StatesError } from './states-error.ts';

/** Names that `States.ALL` and `States.TaskFailed` do not cover (Step Functions, "Handling errors"). */
const TERMINAL = new Set(['States.DataLimitExceeded', 'States.Runtime']);
const TIMEOUTS = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

function matches(pattern: string, error: string): boolean {
  // States.Runtime ends an execution whatever a Retry or Catch names.
  if (error === 'States.Runtime') return false;
  if (pattern === error) return true;
  if (pattern === 'States.ALL') return !TERMINAL.has(error);
  if (pattern === 'States.TaskFailed') return !TERMINAL.has(error) && !TIMEOUTS.has(error);
  return pattern === 'States.Timeout' && error === 'States.HeartbeatTimeout';
}

export function findCatcher(
  catchers: readonly Catcher[] | undefined,
  error: StatesError,
): Catcher | undefined {
  return catchers?.find((catcher) => catcher.ErrorEquals.some((pattern) => matches(pattern, error.name)));
}

/** What to do before the next attempt; undefined when the retries that match are used up, or none matches. */
export interface RetryPlan {
  readonly delayMs: number;
  /** Retries used of each retrier, this one included. */
  readonly retries: readonly number[];
}

/**
 * The first retrier that matches decides; each counts its own retries.
 * Delay: IntervalSeconds (1) x BackoffRate (2) ^ retries used, at most MaxDelaySeconds; FULL jitter takes a random
 * part of it. MaxAttempts: 3.
 */
export function planRetry(options: {
  readonly retriers: readonly Retrier[] | undefined;
  readonly used: readonly number[];
  readonly error: StatesError;
  readonly random: () => number;
}): RetryPlan | undefined {
  const { retriers = [], used, error, random } = options;
  const index = retriers.findIndex((one) => one.ErrorEquals.some((pattern) => matches(pattern, error.name)));
  const retrier = retriers[index];
  const count = used[index] ?? 0;
  if (retrier === undefined || count >= (retrier.MaxAttempts ?? 3)) return undefined;
  const grown = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** count;
  const seconds = Math.min(grown, retrier.MaxDelaySeconds ?? Infinity);
  const delayMs = Math.round(seconds * 1000 * (retrier.JitterStrategy === 'FULL' ? random() : 1));
  const retries = retriers.map((_, at) => (used[at] ?? 0) + (at === index ? 1 : 0));
  return { delayMs, retries };
}
