import type { EngineRecord, StreamApi } from './stream-api.ts';
import { StreamError } from './stream-api.ts';

/** Where a consumer stands: behind this record. */
export interface Position {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

interface OpenShard {
  readonly shardId: string;
  readonly iterator: string;
}

/** The most that GetRecords gives at once. */
const PAGE = 1000;

/**
 * Reads a stream from a position on, shard after shard. Engines on one machine keep one open shard whose parent is the
 * one before it, so that the shards form a line. A cursor that has thrown is not to be used again.
 */
export function createStreamCursor(options: {
  readonly api: StreamApi;
  readonly arn: string;
  readonly start: Position | undefined;
}) {
  const { api, arn, start } = options;
  let current: OpenShard | undefined;
  let ended: string | undefined;

  const open = async (shardId: string, after?: string): Promise<OpenShard> => {
    try {
      return { shardId, iterator: await api.openShard({ arn, shardId, after }) };
    } catch (error) {
      // The record of the position is no longer kept: what follows it starts at the oldest one.
      const isTrimmed = error instanceof StreamError && error.code === 'TrimmedDataAccessException';
      if (after === undefined || !isTrimmed) throw error;
      return { shardId, iterator: await api.openShard({ arn, shardId }) };
    }
  };

  const advance = async (): Promise<OpenShard | undefined> => {
    const shards = await api.listShards(arn);
    if (ended !== undefined) {
      const child = shards.find((shard) => shard.ParentShardId === ended);
      return child === undefined ? undefined : open(child.ShardId);
    }
    if (start !== undefined && shards.some((shard) => shard.ShardId === start.shardId)) {
      return open(start.shardId, start.sequenceNumber);
    }
    const ids = new Set(shards.map((shard) => shard.ShardId));
    const oldest = shards.find((shard) => shard.ParentShardId === undefined || !ids.has(shard.ParentShardId));
    return oldest === undefined ? undefined : open(oldest.ShardId);
  };

  return {
    /** What follows, oldest first; no records where there is nothing new. */
    async read(): Promise<{ readonly shardId: string; readonly records: readonly EngineRecord[] }> {
      current ??= await advance();
      if (current === undefined) return { shardId: '', records: [] };
      const { shardId, iterator } = current;
      const { records, next } = await api.read(iterator, PAGE);
      current = next === undefined ? undefined : { shardId, iterator: next };
      if (next === undefined) ended = shardId;
      return { shardId, records };
    },
  };
}
