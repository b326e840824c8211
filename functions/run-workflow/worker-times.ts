import { DEFAULT_TIMEOUT_SECONDS, isSent, leavesOf, type Step } from '../../shared/domain/workflow.ts';

/** A lease lasts for the longest call of the workflow and these for clocks that differ and for writing. */
export const LEASE_MARGIN_MS = 30_000;

/** With less time than the longest call takes, and these, no further step is started: another invocation goes on. */
export const HANDOVER_MARGIN_MS = 15_000;

/** A worker waits so long by itself; a longer wait costs less in a machine. */
export const SHORT_WAIT_MS = 5_000;

/** So long a call may wait for the limit of its API: together with the call it stays within the lease. */
export const PATIENCE_MS = LEASE_MARGIN_MS - 5_000;
/** Left for writing the outcome. */
export const WRITING_MS = 5_000;

/** Milliseconds that one call of the workflow may take at most. */
export function longestCall(steps: readonly Step[]): number {
  const seconds = leavesOf(steps).map((step) => (isSent(step) ? step.timeoutSeconds : undefined));
  return Math.max(...seconds.map((given) => given ?? 0), DEFAULT_TIMEOUT_SECONDS) * 1000;
}
