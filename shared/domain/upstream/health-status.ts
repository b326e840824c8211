import type { BreakerState } from './breaker.ts';
import type { Budget } from './budget.ts';
import type { Tally } from './usage.ts';

/**
 * How a connected API is doing. `open`: it fails, and nothing is sent but probes. `limited`: its limit is used up, calls
 * wait. `degraded`: it failed last, or often. `unknown`: nobody has called it.
 */
export const HEALTH_STATUSES = ['unknown', 'healthy', 'degraded', 'limited', 'open'] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** From this share of failures on an API counts as degraded. */
const OFTEN = 0.05;

/** The worst of what holds now. */
export function healthStatus({
  breaker,
  failures,
  blocked,
  budgets,
  tally,
  now,
}: {
  readonly breaker: BreakerState;
  /** In a row. */
  readonly failures: number;
  /** Whether the API asked for a pause that is not over. */
  readonly blocked: boolean;
  readonly budgets: readonly Pick<Budget, 'taken' | 'limit' | 'resetAt'>[];
  /** Of the last day. */
  readonly tally: Tally;
  readonly now: number;
}): HealthStatus {
  if (breaker !== 'closed') return 'open';
  if (blocked || budgets.some((budget) => remainingOf(budget, now) === 0)) return 'limited';
  if (failures > 0 || (tally.calls > 0 && tally.failures / tally.calls >= OFTEN)) return 'degraded';
  return tally.calls === 0 ? 'unknown' : 'healthy';
}

/** Calls that are left in the present window; all of them where it is over. */
export function remainingOf(
  { taken, limit, resetAt }: Pick<Budget, 'taken' | 'limit' | 'resetAt'>,
  now: number,
): number {
  return resetAt <= now ? limit : Math.max(0, limit - taken);
}
