import type { Clock } from './clock.ts';
import type { Messages, Received } from './sqs-messages.ts';
import type { Queue } from './sqs-queues.ts';

const RETENTION_CHECK_MS = 60_000;

/** Long polling: a receive that finds nothing waits until a message is sent, comes back or its time is over. */
export function createReceiving(options: {
  readonly messages: Messages;
  readonly clock: Clock;
  readonly newReceipt: (id: string) => string;
}) {
  const { messages, clock, newReceipt } = options;
  const sleepers = new Map<string, Set<() => void>>();
  const expiredAt = new Map<string, number>();
  let closed = false;

  const wake = (name: string): void => {
    for (const rise of sleepers.get(name) ?? []) rise();
  };

  const sleep = (name: string, ms: number): Promise<void> =>
    new Promise((resolve) => {
      const asleep = sleepers.get(name) ?? new Set();
      sleepers.set(name, asleep);
      const rise = (): void => {
        cancel();
        asleep.delete(rise);
        resolve();
      };
      const cancel = clock.after(ms, rise);
      asleep.add(rise);
    });

  const dropExpired = (queue: Queue, now: number): void => {
    if (now - (expiredAt.get(queue.name) ?? 0) < RETENTION_CHECK_MS) return;
    expiredAt.set(queue.name, now);
    messages.expire(queue, now - queue.settings.MessageRetentionPeriod * 1000);
  };

  return {
    /** Tells the receivers of a queue (by its name) to look again. */
    wake,
    async receive(request: {
      readonly queue: Queue;
      readonly limit: number;
      readonly waitSeconds: number;
      readonly visibilitySeconds: number;
    }): Promise<Received[]> {
      const { queue, limit } = request;
      const deadline = clock.now() + request.waitSeconds * 1000;
      for (;;) {
        if (closed) return [];
        const now = clock.now();
        dropExpired(queue, now);
        const visibleAt = now + request.visibilitySeconds * 1000;
        const { received, buried } = messages.take({ queue, now, visibleAt, limit, newReceipt });
        if (buried) for (const name of sleepers.keys()) wake(name);
        if (received.length > 0 || now >= deadline) return received;
        const next = messages.nextVisibleAt(queue) ?? deadline;
        await sleep(queue.name, Math.max(1, Math.min(next, deadline) - now));
      }
    },
    /** Ends every wait empty-handed: a message that nobody will handle stays visible for the next start. */
    close(): void {
      closed = true;
      for (const name of sleepers.keys()) wake(name);
    },
  };
}
