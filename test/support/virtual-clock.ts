import { setImmediate } from 'node:timers/promises';

import type { Clock } from '../../local/aws/clock.ts';

/** A clock that moves only when it is told to. */
export interface VirtualClock extends Clock {
  /** Lets all that is due within `ms` happen, in order, and everything that follows from it. */
  advance(ms: number): Promise<void>;
  /** Waits until nothing moves any more without time passing. */
  settle(): Promise<void>;
  /** How many timers are waiting. */
  pending(): number;
}

/** Rounds of the event loop after which promise chains and expression evaluations have come to rest. */
const ROUNDS = 25;

async function settle(): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) await setImmediate();
}

export function createVirtualClock(start = Date.UTC(2026, 0, 1)): VirtualClock {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly task: () => void }>();

  return {
    now: () => now,
    after(ms, task) {
      const timer = { at: now + Math.max(0, ms), task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    pending: () => timers.size,
    settle,
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.task();
        await settle();
      }
      now = end;
    },
  };
}
