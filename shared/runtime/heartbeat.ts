import type { Log } from '../ports.ts';

/** Keeps a message hidden from other receivers while it is worked on. */
export interface Heartbeat {
  readonly everyMs: number;
  /** Hides it for a time somewhat longer than a few beats. */
  readonly extend: (receiptHandle: string) => Promise<void>;
}

/**
 * Does some work, beating before it and meanwhile. A beat that fails is logged and the work goes on: at worst the message
 * is delivered twice, which every consumer bears.
 */
export async function whileBeating({
  heartbeat: { everyMs, extend },
  receiptHandle,
  log,
  work,
}: {
  heartbeat: Heartbeat;
  receiptHandle: string;
  log: Log;
  work: () => Promise<void>;
}): Promise<void> {
  const beat = async (): Promise<void> => {
    try {
      await extend(receiptHandle);
    } catch (error) {
      log.warn('heartbeat failed', { error });
    }
  };
  await beat();
  const timer = setInterval(() => void beat(), everyMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}
