/** Time as the laptop cloud sees it: epoch milliseconds, and timers on the same scale. */
export interface Clock {
  now(): number;
  /** Runs `task` once after `ms` milliseconds; the answer cancels it. A pending task keeps no process alive. */
  after(ms: number, task: () => void): () => void;
}

/** setTimeout fires at once for anything longer than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The computer's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      const step = Math.min(left, LONGEST_TIMER_MS);
      timer = setTimeout(() => (left > step ? wait(left - step) : task()), step);
      timer.unref();
    };
    wait(Math.max(0, ms));
    return () => clearTimeout(timer);
  },
};
