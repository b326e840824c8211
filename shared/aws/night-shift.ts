import type { NightShift } from '../ports.ts';
import type { SendBatch } from './message-batches.ts';
import type { TableClient } from './table-operations.ts';
import { connectionOfNightKey, GSI1, nightShards } from './table.ts';

/** The connections of the index, and the queues of what is done with them. */
export function createNightShift({
  table,
  sendRefreshes,
  sendChecks,
}: {
  table: TableClient;
  sendRefreshes: SendBatch;
  sendChecks: SendBatch;
}): NightShift {
  return {
    async connections() {
      const shards = await Promise.all(
        nightShards().map((partition) =>
          table.query({ index: GSI1.indexName, partition, attributes: [GSI1.sortKey] }),
        ),
      );
      return shards.flat().map((item) => connectionOfNightKey(String(item[GSI1.sortKey])));
    },
    sendRefreshes,
    sendChecks,
  };
}
