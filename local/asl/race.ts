import type { Clock } from '../aws/clock.ts';
import { sleep } from './sleep.ts';

/**
 * Runs `work` until it answers, the signal is aborted, or the time is over; whichever is first decides, and work that
 * lost gets its own signal aborted. `at` is in milliseconds since the epoch.
 */
export async function withDeadline<T>(options: {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly deadline: { readonly at: number; readonly error: () => Error } | undefined;
  readonly work: (signal: AbortSignal) => Promise<T>;
}): Promise<T> {
  const { clock, signal, deadline, work } = options;
  signal.throwIfAborted();
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const stopTimer = new AbortController();
  if (deadline !== undefined) {
    const ms = Math.max(0, deadline.at - clock.now());
    sleep(clock, { ms, signal: AbortSignal.any([signal, stopTimer.signal]) })
      .then(() => over.abort(deadline.error()))
      // Aborted: there is nothing left to time.
      .catch(() => undefined);
  }
  try {
    return await abandonable(work(either), either);
  } finally {
    stopTimer.abort();
  }
}

/** The promise, or the signal's reason as soon as it is aborted; a late answer is dropped. */
export function abandonable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
