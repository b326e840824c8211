import type { AwsCall } from './service.ts';
import { ACCOUNT, AwsError, notImplemented } from './service.ts';

/** What a path-style request names; `key` is absent for the bucket itself. */
export interface S3Address {
  readonly bucket: string;
  readonly key?: string;
}

/** Reads `/bucket/key`. Throws `InvalidURI`, `KeyTooLongError`. */
export function readAddress(path: string): S3Address {
  const slash = path.indexOf('/', 1);
  const bucket = path.slice(1, slash < 0 ? undefined : slash);
  if (slash < 0 || slash === path.length - 1) return { bucket };
  let key: string;
  try {
    key = decodeURIComponent(path.slice(slash + 1));
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
  if (Buffer.byteLength(key) > 1024) throw new AwsError('KeyTooLongError', 'Your key is too long.');
  return { bucket, key };
}

/** What a browser asks before it sends a page's request to another origin (Amazon S3 API Reference, OPTIONS object). */
export const PREFLIGHT = 'OptionsObject';

const OBJECT_OPERATIONS: Readonly<Record<string, string>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};

/** Query parameters that do not turn a request into another operation (`?acl`, `?uploads`, `?tagging` do). */
const KNOWN_QUERY =
  /^(x-id|x-amz-.*|list-type|prefix|delimiter|max-keys|continuation-token|start-after|response-(content-(type|disposition|encoding|language)|cache-control|expires))$/i;

/** The operation's name; one that is not spoken is named by its method and parameter, for the log. */
export function readS3Operation(http: AwsCall['http']): string {
  if (http.method === 'OPTIONS') return PREFLIGHT;
  const { key } = readAddress(http.path);
  const other = [...http.query.keys()].find((name) => !KNOWN_QUERY.test(name));
  const fallback = `${http.method} ${key === undefined ? 'bucket' : 'object'}${other === undefined ? '' : `?${other}`}`;
  if (other !== undefined) return fallback;
  if (key !== undefined) return OBJECT_OPERATIONS[http.method] ?? fallback;
  if (http.method === 'HEAD') return 'HeadBucket';
  return http.method === 'GET' && http.query.get('list-type') === '2' ? 'ListObjectsV2' : fallback;
}

/** Headers, also in the query of a presigned URL, that this S3 acts on or that change nothing in what it does. */
const KNOWN_HEADERS =
  /^x-amz-(algorithm|credential|expires|signedheaders|signature|content-sha256|date|security-token|user-agent|decoded-content-length|trailer|expected-bucket-owner|meta-.*|checksum-.*|sdk-checksum-algorithm)$/;
const REFUSED_HEADERS = new Set(['if-modified-since', 'if-unmodified-since', 'if-range']);

/** Refuses what would otherwise be ignored (storage classes, locks, tags …), and another account's bucket. */
export function checkS3Headers(call: AwsCall): void {
  const { headers, query } = call.http;
  for (const sent of [...Object.keys(headers), ...query.keys()]) {
    const name = sent.toLowerCase();
    if ((name.startsWith('x-amz-') && !KNOWN_HEADERS.test(name)) || REFUSED_HEADERS.has(name)) {
      throw notImplemented('s3', `${call.operation} with ${name}`);
    }
  }
  const owner = headers['x-amz-expected-bucket-owner'];
  if (owner !== undefined && owner !== ACCOUNT)
    throw new AwsError('AccessDenied', 'Access Denied', { status: 403 });
}
