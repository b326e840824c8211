import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { createPacer } from './dynamodb/pacer.ts';
import { createStreamPruner } from './dynamodb/prune-stream.ts';
import { runStreamConsumer } from './dynamodb/run-stream-consumer.ts';
import { createStreamApi } from './dynamodb/stream-api.ts';
import { createCheckpoints } from './dynamodb/stream-checkpoints.ts';
import type { StreamConsumer } from './dynamodb/stream-consumer.ts';
import { streamArn } from './dynamodb/table-arn.ts';

export type { FailureNotice } from './dynamodb/failure-notice.ts';
export type { StreamConsumer } from './dynamodb/stream-consumer.ts';
export type { StreamRecord } from './dynamodb/stream-record.ts';

export interface StreamSubscription {
  /** Looks for records now, not at the next poll. */
  wake(): void;
  /** Stops after the deliveries under way; what they did not acknowledge is delivered after the next start. */
  close(): Promise<void>;
}

/** Prunes after so many acknowledged records, and whenever the stream is idle. */
const PRUNE_EVERY = 100;

/**
 * Delivers the records of a table's stream to its consumers, each at its own pace and at least once, in order. Throws
 * where the table has no stream.
 */
export async function consumeStream(options: {
  /** The engine's own address. */
  readonly endpoint: string;
  readonly tableName: string;
  readonly consumers: readonly StreamConsumer[];
  /** Keeps the checkpoints. */
  readonly state: DatabaseSync;
  /** The engine's file, where acknowledged records are to be deleted from it. */
  readonly dbPath?: string | undefined;
  readonly clock?: Clock;
  readonly newId?: () => string;
  readonly log?: (line: string) => void;
  /** Of the poll, milliseconds: while records come, and the longest when none do. */
  readonly pollInterval?: { readonly busy: number; readonly idle: number };
}): Promise<StreamSubscription> {
  const { endpoint, tableName, consumers, state, dbPath, clock = systemClock, newId = randomUUID } = options;
  const { log = () => {}, pollInterval = { busy: 20, idle: 250 } } = options;
  const api = createStreamApi(endpoint);
  const engineArn = await api.findStream(tableName);
  if (engineArn === undefined) {
    await api.close();
    throw new Error(`Table ${tableName} has no stream.`);
  }
  const label = engineArn.slice(engineArn.indexOf('/stream/') + '/stream/'.length);
  const arn = streamArn({ tableName, label });
  const checkpoints = createCheckpoints(state);
  const pruner = dbPath === undefined ? undefined : createStreamPruner({ dbPath, tableName });
  const reached = new Map(
    consumers.map(({ id }) => [id, Number(checkpoints.get(arn, id)?.sequenceNumber ?? 0)]),
  );
  let pruned = 0;

  const prune = (least: number): void => {
    const through = Math.min(...reached.values());
    if (through - pruned >= least && pruner?.prune(through) === true) pruned = through;
  };

  const pacers = consumers.map(() => createPacer({ clock, ...pollInterval }));
  const loops = consumers.map((consumer, index) => {
    const pacer = pacers[index];
    if (pacer === undefined) throw new Error('Each consumer has its pacer.');
    return runStreamConsumer({
      api,
      engineArn,
      streamArn: arn,
      consumer,
      pacer,
      start: checkpoints.get(arn, consumer.id),
      onAcknowledged: (position) => {
        checkpoints.set(arn, consumer.id, position);
        reached.set(consumer.id, Number(position.sequenceNumber));
        prune(PRUNE_EVERY);
      },
      onIdle: () => prune(1),
      now: () => clock.now(),
      newId,
      log,
    });
  });

  return {
    wake: () => pacers.forEach((pacer) => pacer.wake()),
    close: async () => {
      for (const pacer of pacers) pacer.close();
      await Promise.all(loops);
      pruner?.close();
      await api.close();
    },
  };
}
