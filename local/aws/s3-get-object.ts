import { checkReadConditions, noSuchKey } from './s3-conditions.ts';
import type { ByteRange, ObjectStore, StoredObject } from './s3-objects.ts';
import type { AwsCall, AwsReply } from './service.ts';
import { AwsError, notImplemented } from './service.ts';

const RESPONSE_PREFIX = 'response-';

/** GetObject, whole or one range of it. */
export async function getObject(options: {
  readonly store: ObjectStore;
  readonly http: AwsCall['http'];
  readonly bucket: string;
  readonly key: string;
}): Promise<AwsReply> {
  const { store, http, bucket, key } = options;
  let missing: string | undefined;
  for (;;) {
    const object = findObject(store, { bucket, key });
    checkReadConditions(http.headers, object);
    const range = readRange(http.headers.range, object.size);
    const bytes = await store.read(object, range ?? { start: 0, end: object.size });
    if (bytes === undefined) {
      // Replaced or deleted between the two reads: look again, once for each version.
      if (missing === object.file)
        throw new AwsError('InternalError', 'The bytes are lost.', { status: 500 });
      missing = object.file;
      continue;
    }
    const headers = {
      ...describeObject(object),
      ...overrides(http.query),
      'content-length': String(bytes.length),
    };
    if (range === undefined) return { headers, body: bytes };
    // The stored checksum is of the whole object, and a client would compare it with the part.
    const partial = Object.fromEntries(
      Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-checksum-')),
    );
    const contentRange = `bytes ${range.start}-${range.end - 1}/${object.size}`;
    return { status: 206, headers: { ...partial, 'content-range': contentRange }, body: bytes };
  }
}

/** HeadObject: what GetObject would answer, without the bytes. */
export function headObject(options: Parameters<typeof getObject>[0]): AwsReply {
  const object = findObject(options.store, options);
  checkReadConditions(options.http.headers, object);
  return { headers: { ...describeObject(object), 'content-length': String(object.size) } };
}

function findObject(store: ObjectStore, { bucket, key }: { bucket: string; key: string }): StoredObject {
  const object = store.find(bucket, key);
  if (object === undefined) throw noSuchKey(key);
  return object;
}

function describeObject(object: StoredObject): Record<string, string> {
  return {
    ...object.headers,
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

/** One range of bytes (RFC 9110, 14.1.2); `undefined` for the whole. Throws `InvalidRange`. */
function readRange(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) {
    throw notImplemented('s3', `GetObject with Range ${header}`);
  }
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= end)
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', { status: 416 });
  return { start, end };
}

/** A GET may ask for other answer headers, e.g. `response-content-disposition`. */
function overrides(query: URLSearchParams): Record<string, string> {
  const asked = [...query].filter(([name]) => name.startsWith(RESPONSE_PREFIX));
  return Object.fromEntries(asked.map(([name, value]) => [name.slice(RESPONSE_PREFIX.length), value]));
}
