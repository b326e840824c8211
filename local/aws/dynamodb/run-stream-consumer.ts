import { deliverBatch, isFilled } from './deliver-batch.ts';
import { createRecordFilter } from './filter-criteria.ts';
import type { Pacer } from './pacer.ts';
import type { StreamApi } from './stream-api.ts';
import type { StreamConsumer } from './stream-consumer.ts';
import { createStreamCursor } from './stream-cursor.ts';
import type { Position } from './stream-cursor.ts';
import { toStreamRecord } from './stream-record.ts';
import type { StreamRecord } from './stream-record.ts';

const DEFAULT_BATCH = 100;

/** One consumer's loop: read, filter, deliver, acknowledge, until its pacer is closed. */
export async function runStreamConsumer(options: {
  readonly api: StreamApi;
  readonly engineArn: string;
  readonly streamArn: string;
  readonly consumer: StreamConsumer;
  readonly pacer: Pacer;
  readonly start: Position | undefined;
  readonly onAcknowledged: (position: Position) => void;
  readonly onIdle: () => void;
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: (line: string) => void;
}): Promise<void> {
  const { api, engineArn: arn, consumer, pacer, onAcknowledged, onIdle, log } = options;
  const matches = createRecordFilter(consumer.filterCriteria);
  let position = options.start;
  let cursor = createStreamCursor({ api, arn, start: position });

  const round = async (): Promise<boolean> => {
    const { shardId, records: read } = await cursor.read();
    const acknowledge = (last: StreamRecord): void => {
      const { SequenceNumber: sequenceNumber } = last.dynamodb;
      if (position?.sequenceNumber === sequenceNumber) return;
      onAcknowledged({ shardId, sequenceNumber });
      position = { shardId, sequenceNumber };
    };
    const records = read.map((record) => toStreamRecord(record, options.streamArn));
    for (const batch of chunk(records.filter(matches), consumer.batchSize ?? DEFAULT_BATCH)) {
      if (!pacer.isOpen() || !isFilled(batch)) return true;
      const about = { records: batch, shardId, delivery: consumer, acknowledge, pause: pacer.pause };
      const { now, newId } = options;
      if (!(await deliverBatch({ ...about, now, newId, log }))) return true;
    }
    const last = records.at(-1);
    if (last !== undefined) acknowledge(last);
    return last !== undefined;
  };

  while (pacer.isOpen()) {
    let found = false;
    try {
      found = await round();
      if (!found) onIdle();
    } catch (error) {
      log(`dynamodb stream: ${consumer.id} starts again at its checkpoint: ${String(error)}`);
      cursor = createStreamCursor({ api, arn, start: position });
    }
    await pacer.next(found);
  }
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
