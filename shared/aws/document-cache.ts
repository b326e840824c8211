import { createHash } from 'node:crypto';
import { DOCUMENT_CACHE_LIMITS } from '../domain/document-cache.ts';
import type { DocumentCache } from '../ports.ts';
import type { Bucket } from './bucket.ts';
import { changeWrites } from './change-writes.ts';
import { compress, decompress } from './compress.ts';
import { documentRow, documentRowOf, type DocumentRow } from './document-rows.ts';
import type { TableClient } from './table-operations.ts';
import { DOCUMENTS_PARTITION, documentKey } from './table.ts';

const { documents: MAX_DOCUMENTS, bytes: MAX_BYTES } = DOCUMENT_CACHE_LIMITS;

/** Of one document, uncompressed; no larger one is ever fetched. */
const MAX_DOCUMENT_BYTES = 100 * 1024 * 1024;
/** A transaction takes 100 writes; the rest is left to what travels with a clearing. */
const ROWS_IN_TRANSACTION = 90;

const DOCUMENT_EXISTS = 'attribute_exists(pk)';

/** Fetched documents: rows in one partition of the table, bytes in the bucket. A row names the object that it stands for. */
export function createDocumentCache({
  table,
  bucket,
}: {
  table: TableClient;
  bucket: Bucket;
}): DocumentCache {
  const rows = async (): Promise<readonly DocumentRow[]> =>
    (await table.query({ partition: DOCUMENTS_PARTITION })).map(documentRowOf);

  const remove = async (gone: readonly DocumentRow[]): Promise<void> => {
    await table.deleteMany(gone.map(({ urlHash }) => documentKey(urlHash)));
    await Promise.all(gone.map(({ object }) => bucket.delete(object)));
  };

  return {
    async get(url) {
      const item = await table.get(documentKey(hash(url)));
      if (item === undefined) return undefined;
      const { object, answeredBy, validators, fetchedAt } = documentRowOf(item);
      const compressed = await bucket.get(object);
      // Replaced, evicted or expired since the row was read.
      if (compressed === undefined) return undefined;
      const bytes = await decompress(compressed, { maxOutputLength: MAX_DOCUMENT_BYTES });
      return { url, answeredBy, bytes, validators, fetchedAt };
    },
    async put({ url, answeredBy, bytes, validators, fetchedAt }) {
      const urlHash = hash(url);
      const body = await compress(bytes);
      if (body.length > MAX_BYTES) return;
      // Named by its content too, so that a row never stands for the bytes of another fetch.
      const object = `documents/${urlHash}/${hash(bytes)}.gz`;
      await bucket.put({ key: object, body, contentType: 'application/gzip' });
      const row = { urlHash, url, answeredBy, validators, fetchedAt, object, size: body.length };
      const present = await rows();
      await table.put(documentRow(row));
      const replaced = present.find((other) => other.urlHash === urlHash);
      if (replaced !== undefined && replaced.object !== object) await bucket.delete(replaced.object);
      await remove(overflow([...present.filter((other) => other.urlHash !== urlHash), row]));
    },
    async confirm(url, at) {
      await table.update({
        key: documentKey(hash(url)),
        update: 'SET fetchedAt = :at',
        condition: DOCUMENT_EXISTS,
        values: { ':at': at },
      });
    },
    async list() {
      return (await rows()).map(({ url, fetchedAt, size }) => ({ url, fetchedAt, size }));
    },
    async clear(change) {
      const present = await rows();
      // Before the transaction: a crash here loses documents that can be fetched again, and nothing else.
      await remove(present.slice(ROWS_IN_TRANSACTION));
      const rest = present.slice(0, ROWS_IN_TRANSACTION);
      await table.transact([
        ...rest.map(({ urlHash }) => ({ delete: documentKey(urlHash) })),
        ...changeWrites(change.audit.tenantId, change),
      ]);
      await Promise.all(rest.map(({ object }) => bucket.delete(object)));
      return present.length;
    },
  };
}

/** Those that must go, the oldest first, for the rest to fit. */
function overflow(rows: readonly DocumentRow[]): readonly DocumentRow[] {
  const newestFirst = rows.toSorted((a, b) => b.fetchedAt.localeCompare(a.fetchedAt));
  let bytes = 0;
  const fits = newestFirst.findIndex((row, at) => {
    bytes += row.size;
    return at >= MAX_DOCUMENTS || bytes > MAX_BYTES;
  });
  return fits < 0 ? [] : newestFirst.slice(fits);
}

function hash(value: string | Uint8Array): string {
  return createHash('sha256').update(value).digest('hex');
}
