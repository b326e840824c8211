import { readObjectBody } from './s3-body.ts';
import { checkWriteConditions } from './s3-conditions.ts';
import type { ObjectStore } from './s3-objects.ts';
import type { AwsCall, AwsReply } from './service.ts';

/** Request headers that are kept with an object and answered with it, besides `x-amz-meta-*`. */
const KEPT_HEADERS = new Set([
  'content-type',
  'cache-control',
  'content-disposition',
  'content-language',
  'expires',
]);

/** PutObject: the checksums are compared and the conditions hold at the moment of the change. */
export async function putObject(options: {
  readonly store: ObjectStore;
  readonly http: AwsCall['http'];
  readonly bucket: string;
  readonly key: string;
  /** Epoch milliseconds. */
  readonly now: number;
}): Promise<AwsReply> {
  const { store, http, bucket, key, now } = options;
  const body = readObjectBody(http);
  const checksum: Record<string, string> =
    body.checksum === undefined ? {} : { [`x-amz-checksum-${body.checksum.algorithm}`]: body.checksum.value };
  await store.put({
    bucket,
    key,
    bytes: body.bytes,
    etag: body.md5,
    headers: { ...keptHeaders(http), ...checksum },
    modifiedAt: now,
    allow: (current) => checkWriteConditions(http.headers, { key, current }),
  });
  return { headers: { etag: `"${body.md5}"`, ...checksum } };
}

/** A presigned URL carries the user metadata that it was signed with in its query. */
function keptHeaders({ headers, query }: AwsCall['http']): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const [sent, value] of [...query, ...Object.entries(headers)]) {
    const name = sent.toLowerCase();
    if (typeof value === 'string' && (KEPT_HEADERS.has(name) || name.startsWith('x-amz-meta-')))
      kept[name] = value;
  }
  const encodings = (headers['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim());
  const encoding = encodings.filter((name) => name !== 'aws-chunked' && name !== '').join(',');
  if (encoding !== '') kept['content-encoding'] = encoding;
  return kept;
}
