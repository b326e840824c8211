import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import type { Position } from './stream-cursor.ts';

const Row = z.object({ shard_id: z.string(), sequence_number: z.string() });

/** How far each consumer has come in each stream; kept over restarts. */
export function createCheckpoints(state: DatabaseSync) {
  state.exec(`create table if not exists dynamodb_stream_checkpoints (
    stream_arn text not null, consumer text not null, shard_id text not null, sequence_number text not null,
    primary key (stream_arn, consumer))`);
  const select = state.prepare(
    'select shard_id, sequence_number from dynamodb_stream_checkpoints where stream_arn = ? and consumer = ?',
  );
  const upsert = state.prepare('insert or replace into dynamodb_stream_checkpoints values (?, ?, ?, ?)');
  return {
    get(streamArn: string, consumer: string): Position | undefined {
      const row = Row.optional().parse(select.get(streamArn, consumer));
      return row && { shardId: row.shard_id, sequenceNumber: row.sequence_number };
    },
    set(streamArn: string, consumer: string, position: Position): void {
      upsert.run(streamArn, consumer, position.shardId, position.sequenceNumber);
    },
  };
}
