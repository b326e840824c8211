import type { Bucket } from './bucket.ts';
import { createByteCache } from './byte-cache.ts';
import { compress, decompress } from './compress.ts';

/** No object that we wrote is larger; a larger one would exhaust the function. */
const MAX_BYTES = 128 * 1024 * 1024;

/** Immutable objects in the bucket, compressed; the latest used stay in memory. */
export interface Compressed<Written, Read> {
  put(key: string, value: Written): Promise<void>;
  /** Undefined where there is no such object. Callers at the same time share one read. */
  get(key: string): Promise<Read | undefined>;
}

/** Values as JSON. */
export type CompressedObjects = Compressed<unknown, unknown>;

/** `cachedBytes`: of JSON text; the parsed objects take about three times that. */
export function createCompressedObjects(at: Place): CompressedObjects {
  return compressed<unknown, unknown>(at, {
    encode: (value) => Buffer.from(JSON.stringify(value)),
    decode: (bytes): unknown => JSON.parse(bytes.toString('utf8')),
  });
}

/** Bytes as they are. */
export function createCompressedBytes(at: Place): Compressed<Uint8Array, Uint8Array> {
  return compressed(at, { encode: (bytes) => bytes, decode: (bytes) => bytes });
}

interface Place {
  readonly bucket: Bucket;
  readonly cachedBytes: number;
}

function compressed<Written, Read>(
  { bucket, cachedBytes }: Place,
  {
    encode,
    decode,
  }: {
    readonly encode: (value: Written) => Uint8Array;
    readonly decode: (bytes: Buffer) => Read;
  },
): Compressed<Written, Read> {
  const cache = createByteCache<Read>({ maxBytes: cachedBytes });
  const loading = new Map<string, Promise<Read | undefined>>();

  const load = async (key: string): Promise<Read | undefined> => {
    const packed = await bucket.get(key);
    if (packed === undefined) return undefined;
    const bytes = await decompress(packed, { maxOutputLength: MAX_BYTES });
    const value = decode(bytes);
    cache.set(key, value, bytes.length);
    return value;
  };

  return {
    async put(key, value) {
      await bucket.put({ key, body: await compress(encode(value)), contentType: 'application/gzip' });
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
