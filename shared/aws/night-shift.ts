import type { NightShift } from '../ports.ts';
import type { SendBatch } from './message-batches.ts';
import type { TableClient } from './table-operations.ts';
import { connectionOfRefreshKey, GSI1, refreshShards } from './table.ts';

/** The connections of the index, and the queue of those that are to be refreshed. */
export function createNightShift({
  table,
  sendRefreshes,
}: {
  table: TableClient;
  sendRefreshes: SendBatch;
}): NightShift {
  return {
    async connections() {
      const shards = await Promise.all(
        refreshShards().map((partition) =>
          table.query({ index: GSI1.indexName, partition, attributes: [GSI1.sortKey] }),
        ),
      );
      return shards.flat().map((item) => connectionOfRefreshKey(String(item[GSI1.sortKey])));
    },
    sendRefreshes,
  };
}
