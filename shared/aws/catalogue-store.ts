import { entryOf, type CatalogueIndex, type Operation, type OperationEntry } from '../domain/catalogue.ts';
import { AppError } from '../domain/errors.ts';
import { operationFingerprint } from '../domain/operation-fingerprint.ts';
import type { CatalogueStore } from '../ports.ts';
import type { Bucket } from './bucket.ts';
import {
  createCompressedBytes,
  createCompressedObjects,
  type CompressedObjects,
} from './compressed-objects.ts';

const CACHED_BYTES = 64 * 1024 * 1024;
/** Some 140 bytes an operation. */
const CACHED_SEGMENT_BYTES = 16 * 1024 * 1024;
/** Operations an object, and writes under way at a time. */
const CHUNK = 100;
const WRITES = 8;

/** The index as it lies in the bucket. */
interface StoredIndex extends CatalogueIndex {
  /** Operations an object when it was written. */
  readonly chunk: number;
}

/**
 * Catalogues in the bucket: the operations in chunks, the segment that finds them and, written last, the index that makes
 * them a catalogue. So a list reads the index alone, a call one chunk, a search the segment, and a crash half-way leaves
 * nothing that anybody finds.
 */
export function createCatalogueStore({
  bucket,
  cachedBytes = CACHED_BYTES,
}: {
  bucket: Bucket;
  cachedBytes?: number;
}): CatalogueStore {
  const objects = createCompressedObjects({ bucket, cachedBytes });
  const segments = createCompressedBytes({ bucket, cachedBytes: CACHED_SEGMENT_BYTES });

  const readIndex = async (tenantId: string, specHash: string): Promise<StoredIndex> => {
    const index = await objects.get(indexKey(tenantId, specHash));
    if (index === undefined) throw missing();
    if (!isIndex(index) || index.specHash !== specHash) {
      throw new AppError('INTERNAL_ERROR', undefined, {
        cause: new Error('Not the catalogue of this hash.'),
      });
    }
    return index;
  };
  const readChunk = async (tenantId: string, specHash: string, chunk: number) => {
    const operations = await objects.get(chunkKey(tenantId, specHash, chunk));
    if (!isOperations(operations)) throw missing();
    return operations;
  };

  return {
    async put(tenantId, catalogue) {
      const { operations, specHash } = catalogue;
      const entries = await putOperations({ objects, operations, tenantId, specHash });
      // Only now: what is wrong inside a schema comes up when its operation is built.
      const { operations: _built, segment, ...head } = catalogue;
      await segments.put(segmentKey(tenantId, specHash), segment);
      const index: StoredIndex = { ...head, entries, chunk: CHUNK };
      await objects.put(indexKey(tenantId, head.specHash), index);
    },
    getSegment: (tenantId, specHash) => segments.get(segmentKey(tenantId, specHash)),
    async getIndex(tenantId, specHash) {
      const { chunk: _chunk, ...index } = await readIndex(tenantId, specHash);
      return index;
    },
    async getOperations(tenantId, specHash, ids) {
      const { entries, chunk } = await readIndex(tenantId, specHash);
      const wanted = new Set(ids);
      const numbers = entries.flatMap(({ id }, at) => (wanted.has(id) ? [Math.floor(at / chunk)] : []));
      const read = await Promise.all(
        [...new Set(numbers)].map((number) => readChunk(tenantId, specHash, number)),
      );
      const byId = new Map(read.flat().map((operation) => [operation.id, operation]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
    async get(tenantId, specHash) {
      const { entries, chunk, ...head } = await readIndex(tenantId, specHash);
      const count = Math.ceil(entries.length / chunk);
      const read = await Promise.all(
        Array.from({ length: count }, (_, number) => readChunk(tenantId, specHash, number)),
      );
      return { ...head, operations: read.flat() };
    },
  };
}

async function putOperations({
  objects,
  operations,
  tenantId,
  specHash,
}: {
  objects: CompressedObjects;
  operations: Iterable<Operation>;
  tenantId: string;
  specHash: string;
}): Promise<readonly OperationEntry[]> {
  const entries: OperationEntry[] = [];
  const writing = new Set<Promise<void>>();
  let chunk: Operation[] = [];
  let number = 0;
  const flush = async (): Promise<void> => {
    const write = objects.put(chunkKey(tenantId, specHash, number), chunk);
    writing.add(write);
    write.then(
      () => writing.delete(write),
      () => undefined,
    );
    number += 1;
    chunk = [];
    if (writing.size >= WRITES) await Promise.race(writing);
  };
  for (const operation of operations) {
    entries.push({ ...entryOf(operation), fingerprint: operationFingerprint(operation) });
    chunk.push(operation);
    if (chunk.length === CHUNK) await flush();
  }
  if (chunk.length > 0) await flush();
  await Promise.all(writing);
  return entries;
}

function missing(): AppError {
  const message = 'The operations of this connection are missing; refresh its document.';
  return new AppError('RESOURCE_NOT_FOUND', message);
}

/** The tenant is in the key, so that a warm function never answers from another's cache. */
function indexKey(tenantId: string, specHash: string): string {
  return `${folder(tenantId, specHash)}/index.json.gz`;
}

function segmentKey(tenantId: string, specHash: string): string {
  return `${folder(tenantId, specHash)}/segment.bin.gz`;
}

function chunkKey(tenantId: string, specHash: string, chunk: number): string {
  return `${folder(tenantId, specHash)}/operations-${chunk}.json.gz`;
}

function folder(tenantId: string, specHash: string): string {
  const [, hex] = /^sha256:([0-9a-f]{64})$/.exec(specHash) ?? [];
  if (hex === undefined || !/^[\w-]+$/.test(tenantId)) {
    throw new AppError('INTERNAL_ERROR', undefined, { cause: new Error('Not the hash of a document.') });
  }
  return `catalogues/${tenantId}/${hex}`;
}

/** Ours by its hash; the operations were checked when they were made, and a second look would cost more than reading. */
function isIndex(value: unknown): value is StoredIndex {
  if (typeof value !== 'object' || value === null) return false;
  return 'specHash' in value && 'entries' in value && Array.isArray(value.entries) && 'chunk' in value;
}

function isOperations(value: unknown): value is readonly Operation[] {
  return Array.isArray(value);
}
