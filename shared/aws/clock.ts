import type { Clock } from '../ports.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** Resolves after so many milliseconds. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
