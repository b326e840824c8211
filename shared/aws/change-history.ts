import type { WholeChange } from '../domain/document-change.ts';
import type { ChangeHistory } from '../ports.ts';
import type { Bucket } from './bucket.ts';
import { documentChangeOf } from './change-rows.ts';
import { createCompressedObjects } from './compressed-objects.ts';
import { pageOf, sliceOf } from './page-of.ts';
import type { TableClient } from './table-operations.ts';
import { documentChangeKey, documentChangesPrefix, tenantPartition } from './table.ts';

const CACHED_BYTES = 8 * 1024 * 1024;

/** The history of documents: a row a change in the table, and the whole of it in the bucket. */
export function createChangeHistory({
  table,
  bucket,
}: {
  table: TableClient;
  bucket: Bucket;
}): ChangeHistory {
  const objects = createCompressedObjects({ bucket, cachedBytes: CACHED_BYTES });
  return {
    async keepWhole(change, whole) {
      await objects.put(objectKey(change), whole);
    },
    async list({ tenantId, connectionId }, request) {
      const rows = { partition: tenantPartition(tenantId), prefix: documentChangesPrefix(connectionId) };
      const [newest, all] = await Promise.all([
        table.query({ ...rows, newestFirst: true, limit: request.page * request.limit }),
        table.query({ ...rows, attributes: ['sk'] }),
      ]);
      const items = sliceOf(request, newest).map(documentChangeOf);
      return pageOf({ request, items, total: Math.max(all.length, newest.length) });
    },
    async get(tenantId, connectionId, id) {
      const item = await table.get(documentChangeKey({ tenantId, connectionId, id }));
      return item && documentChangeOf(item);
    },
    async getWhole(tenantId, connectionId, id) {
      const whole = await objects.get(objectKey({ tenantId, connectionId, id }));
      return isWhole(whole) ? whole : undefined;
    },
  };
}

function objectKey({
  tenantId,
  connectionId,
  id,
}: {
  tenantId: string;
  connectionId: string;
  id: string;
}): string {
  return `changes/${tenantId}/${connectionId}/${id}.json.gz`;
}

/** Ours by its key. */
function isWhole(value: unknown): value is WholeChange {
  return typeof value === 'object' && value !== null && 'operations' in value && 'workflows' in value;
}
