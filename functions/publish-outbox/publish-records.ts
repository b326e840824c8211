import type { Log } from '../../shared/ports.ts';
import type { StreamRecord } from '../../shared/runtime/consume.ts';
import type { Publisher, Row } from './outbox.ts';

/** Publishes the outbox rows of a stream batch. Returns the sequence numbers of the rows that the bus did not take. */
export async function publishRecords<R extends Row>({
  records,
  publisher,
  rowOf,
  log,
}: {
  records: readonly StreamRecord[];
  publisher: Publisher<R>;
  rowOf: (image: unknown) => R;
  log: Log;
}): Promise<readonly string[]> {
  const rows = records.map((record) => rowOf(record.dynamodb?.NewImage));
  const { failed } = await publisher.publish(rows);
  for (const { row, code } of failed)
    log.warn('event not published', { eventId: row.event.id, type: row.event.type, code });
  const left = new Set(failed.map(({ row }) => row));
  return records.flatMap(({ dynamodb }, index) => {
    const row = rows[index];
    const sequence = dynamodb?.SequenceNumber;
    return row !== undefined && left.has(row) && sequence !== undefined ? [sequence] : [];
  });
}
