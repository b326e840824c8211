import { gunzip, gzip } from 'node:zlib';
import type { Catalogue } from '../domain/catalogue.ts';
import { AppError } from '../domain/errors.ts';
import type { CatalogueStore } from '../ports.ts';
import type { Bucket } from './bucket.ts';
import { createByteCache } from './byte-cache.ts';

// Not by promisify: importing node:util loads a dozen of Node's lazy modules at every cold start.
const compress = (bytes: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    gzip(bytes, (error, result) => (error === null ? resolve(result) : reject(error)));
  });
const decompress = (bytes: Uint8Array, options: { readonly maxOutputLength: number }): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    gunzip(bytes, options, (error, result) => (error === null ? resolve(result) : reject(error)));
  });

/** Of JSON text; the objects take about three times that in memory. */
const CACHED_BYTES = 64 * 1024 * 1024;
/** No catalogue that we wrote is larger; a larger one would exhaust the function. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Catalogues as compressed JSON in the bucket, the latest used in memory. They never change under their hash. */
export function createCatalogueStore({
  bucket,
  cachedBytes = CACHED_BYTES,
}: {
  bucket: Bucket;
  cachedBytes?: number;
}): CatalogueStore {
  const cache = createByteCache<Catalogue>({ maxBytes: cachedBytes });
  const loading = new Map<string, Promise<Catalogue>>();

  const load = async (key: string, specHash: string): Promise<Catalogue> => {
    const compressed = await bucket.get(key);
    if (compressed === undefined) {
      throw new AppError(
        'RESOURCE_NOT_FOUND',
        'The operations of this connection are missing; refresh its document.',
      );
    }
    const text = await decompress(compressed, { maxOutputLength: MAX_BYTES });
    const catalogue = parseCatalogue(text.toString('utf8'), specHash);
    cache.set(key, catalogue, text.length);
    return catalogue;
  };

  return {
    async put(tenantId, catalogue) {
      const text = Buffer.from(JSON.stringify(catalogue));
      const key = catalogueKey(tenantId, catalogue.specHash);
      await bucket.put({ key, body: await compress(text), contentType: 'application/gzip' });
    },
    async get(tenantId, specHash) {
      // The tenant is in the key, so that a warm function never answers from another's cache.
      const key = catalogueKey(tenantId, specHash);
      const cached = cache.get(key) ?? loading.get(key);
      if (cached !== undefined) return cached;
      const loaded = load(key, specHash).finally(() => loading.delete(key));
      loading.set(key, loaded);
      return loaded;
    },
  };
}

function catalogueKey(tenantId: string, specHash: string): string {
  const [, hex] = /^sha256:([0-9a-f]{64})$/.exec(specHash) ?? [];
  if (hex === undefined || !/^[\w-]+$/.test(tenantId)) {
    throw new AppError('INTERNAL_ERROR', undefined, { cause: new Error('Not the hash of a document.') });
  }
  return `catalogues/${tenantId}/${hex}.json.gz`;
}

/** Ours by its hash; the operations were checked when they were made, and a second look would cost more than reading. */
function parseCatalogue(text: string, specHash: string): Catalogue {
  const value: unknown = JSON.parse(text);
  if (!isCatalogue(value) || value.specHash !== specHash) {
    throw new AppError('INTERNAL_ERROR', undefined, { cause: new Error('Not the catalogue of this hash.') });
  }
  return value;
}

function isCatalogue(value: unknown): value is Catalogue {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'specHash' in value && 'operations' in value && Array.isArray(value.operations) && 'servers' in value
  );
}
