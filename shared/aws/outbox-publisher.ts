import type { DomainEvent } from '../domain/events.ts';
import type { Clock } from '../ports.ts';
import { outboxItem, parseOutboxEvent } from './change-writes.ts';
import type { PutEvents } from './event-bus.ts';
import type { TableClient } from './table-operations.ts';
import { scalarsOf } from './table-transaction.ts';
import { GSI1, outboxShards, TTL_ATTRIBUTE, type ItemKey } from './table.ts';

/** A published row is kept so long, to answer what was sent. */
const KEPT_SECONDS = 30 * 24 * 3_600;

/** One event that waits in the table to be published. */
export interface OutboxRow {
  readonly key: ItemKey;
  readonly event: DomainEvent;
}

export interface OutboxPublisher {
  /** At least once each. Answers the rows that the bus did not take, and why. */
  publish(
    rows: readonly OutboxRow[],
  ): Promise<{ readonly failed: readonly { readonly row: OutboxRow; readonly code: string }[] }>;
  /** Rows written before `time` (ISO 8601) and still not published: the oldest `limit` of each shard. */
  unpublishedBefore(time: string, limit: number): Promise<readonly OutboxRow[]>;
}

/** From the outbox to the bus. */
export function createOutboxPublisher({
  table,
  putEvents,
  clock,
}: {
  table: TableClient;
  putEvents: PutEvents;
  clock: Clock;
}): OutboxPublisher {
  return {
    async publish(rows) {
      const codes = await putEvents(rows.map((row) => row.event));
      const published = rows.filter((_, at) => codes[at] === undefined);
      // Replacing the row takes it out of the index. One that is left is published again: receivers know its id.
      if (published.length > 0) await table.putMany(published.map((row) => publishedItem(row, clock.now())));
      return {
        failed: rows.flatMap((row, at) => {
          const code = codes[at];
          return code === undefined ? [] : [{ row, code }];
        }),
      };
    },
    async unpublishedBefore(time, limit) {
      const found = await Promise.all(
        outboxShards().map((partition) =>
          table.query({ index: GSI1.indexName, partition, before: time, limit }),
        ),
      );
      const keys = found.flat().map((item) => ({ pk: String(item['pk']), sk: String(item['sk']) }));
      const items = await table.getMany(keys);
      return items.filter((item) => item[GSI1.partitionKey] !== undefined).map(outboxRowOf);
    },
  };
}

/** The row of a stream record's `dynamodb.NewImage`. */
export function outboxRowOfImage(image: unknown): OutboxRow {
  return outboxRowOf(scalarsOf(image));
}

function outboxRowOf(item: Readonly<Record<string, unknown>>): OutboxRow {
  return {
    key: { pk: String(item['pk']), sk: String(item['sk']) },
    event: parseOutboxEvent(String(item['event'])),
  };
}

function publishedItem({ key, event }: OutboxRow, now: number) {
  const { gsi1pk: _partition, gsi1sk: _sort, ...item } = outboxItem(event);
  return {
    ...item,
    ...key,
    publishedAt: new Date(now).toISOString(),
    [TTL_ATTRIBUTE]: Math.floor(now / 1000) + KEPT_SECONDS,
  };
}
