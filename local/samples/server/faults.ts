import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { RestError } from './rest-error.ts';

const Fault = z.strictObject({
  /** Answered instead of the operation's own; without it the request is only delayed. */
  status: z.int().min(400).max(599).optional(),
  /** Milliseconds. */
  delayMs: z.int().min(0).max(600_000).optional(),
  /** How many of the next requests are hit; 0 ends the fault. */
  count: z.int().min(0).max(1_000_000),
});

/** Makes the next requests fail or wait, for tests of what a caller does then. */
export interface Faults {
  /** Replaces the fault that is set. Throws a ZodError. */
  set(fault: unknown): z.output<typeof Fault>;
  /** Counts one request: waits, and throws the RestError where the fault has a status. */
  apply(): Promise<void>;
  /** Ends every wait. */
  stop(): void;
}

export function createFaults(): Faults {
  let fault: z.output<typeof Fault> = { count: 0 };
  const stopped = new AbortController();
  return {
    set: (given) => (fault = Fault.parse(given)),
    async apply() {
      if (fault.count === 0) return;
      fault = { ...fault, count: fault.count - 1 };
      const { status, delayMs = 0 } = fault;
      if (delayMs > 0) await sleep(delayMs, undefined, { signal: stopped.signal });
      if (status === undefined) return;
      throw new RestError({ status, code: 'fault', message: `This failure with ${status} was asked for.` });
    },
    stop: () => stopped.abort(),
  };
}
