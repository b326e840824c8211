import type { Clock } from '../clock.ts';

/** Decides when a poll comes next: soon after records, ever later without, at once when woken. */
export interface Pacer {
  /** False once it is closed. */
  readonly isOpen: () => boolean;
  /** Waits for the next poll; `found` says whether the last one brought records. */
  next(found: boolean): Promise<void>;
  /** Waits the given time, waking or not. False where it was closed meanwhile. */
  pause(ms: number): Promise<boolean>;
  /** Ends the present or the next wait. */
  wake(): void;
  close(): void;
}

/** After a wake, so that the records of one burst come together. */
const GATHER_MS = 3;

export function createPacer(options: {
  readonly clock: Clock;
  readonly busy: number;
  readonly idle: number;
}): Pacer {
  const { clock, busy, idle } = options;
  let open = true;
  let woken = false;
  let wait = busy;
  let endWait: (() => void) | undefined;
  let endPause: (() => void) | undefined;

  const sleep = (ms: number, arm: (end: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      arm(() => {
        cancel();
        resolve();
      });
    });

  return {
    isOpen: () => open,
    async next(found) {
      if (!open || found) {
        wait = busy;
        woken = false;
        return;
      }
      if (!woken) await sleep(wait, (end) => (endWait = end));
      endWait = undefined;
      wait = woken ? busy : Math.min(wait * 2, idle);
      if (woken && open) await sleep(GATHER_MS, () => {});
      woken = false;
    },
    async pause(ms) {
      if (open) await sleep(ms, (end) => (endPause = end));
      endPause = undefined;
      return open;
    },
    wake() {
      woken = true;
      endWait?.();
    },
    close() {
      open = false;
      endWait?.();
      endPause?.();
    },
  };
}
