import type { Bucket } from './bucket.ts';
import { createByteCache } from './byte-cache.ts';
import { compress, decompress } from './compress.ts';

/** No object that we wrote is larger; a larger one would exhaust the function. */
const MAX_BYTES = 128 * 1024 * 1024;

/** Immutable JSON in the bucket, compressed; the latest used stay in memory. */
export interface CompressedObjects {
  put(key: string, value: unknown): Promise<void>;
  /** Undefined where there is no such object. Callers at the same time share one read. */
  get(key: string): Promise<unknown>;
}

/** `cachedBytes`: of JSON text; the parsed objects take about three times that. */
export function createCompressedObjects({
  bucket,
  cachedBytes,
}: {
  bucket: Bucket;
  cachedBytes: number;
}): CompressedObjects {
  const cache = createByteCache<unknown>({ maxBytes: cachedBytes });
  const loading = new Map<string, Promise<unknown>>();

  const load = async (key: string): Promise<unknown> => {
    const compressed = await bucket.get(key);
    if (compressed === undefined) return undefined;
    const text = await decompress(compressed, { maxOutputLength: MAX_BYTES });
    const value: unknown = JSON.parse(text.toString('utf8'));
    cache.set(key, value, text.length);
    return value;
  };

  return {
    async put(key, value) {
      const body = await compress(Buffer.from(JSON.stringify(value)));
      await bucket.put({ key, body, contentType: 'application/gzip' });
    },
    get(key) {
      const known = cache.get(key);
      if (known !== undefined) return Promise.resolve(known);
      const running = loading.get(key);
      if (running !== undefined) return running;
      const loaded = load(key).finally(() => loading.delete(key));
      loading.set(key, loaded);
      return loaded;
    },
  };
}
