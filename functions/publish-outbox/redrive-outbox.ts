import type { Clock, Log } from '../../shared/ports.ts';
import type { Publisher, Row } from './outbox.ts';

/** A row so old has had its chance at the stream. */
const OVERDUE_MS = 5 * 60_000;

/** Rows of each shard that one round takes. */
const LIMIT = 200;

/** Publishes the rows that the stream has left behind: a stream keeps its records for 24 hours, the outbox for good. */
export async function redriveOutbox<R extends Row>({
  publisher,
  clock,
  log,
}: {
  publisher: Publisher<R>;
  clock: Clock;
  log: Log;
}): Promise<void> {
  const overdue = await publisher.unpublishedBefore(new Date(clock.now() - OVERDUE_MS).toISOString(), LIMIT);
  if (overdue.length === 0) return;
  const { failed } = await publisher.publish(overdue);
  log.warn('outbox re-driven', { rows: overdue.length, failed: failed.length });
}
