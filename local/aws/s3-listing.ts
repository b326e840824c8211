import type { ObjectStore, StoredObject } from './s3-objects.ts';
import { toXml } from './s3-xml.ts';
import { AwsError } from './service.ts';

interface Page {
  readonly objects: StoredObject[];
  readonly commonPrefixes: string[];
  /** The last key or common prefix of the page, where more follow. */
  readonly next?: string;
}

/** The answer of ListObjectsV2 (Amazon S3 API Reference): keys by their UTF-8 bytes, rolled up at the delimiter. */
export function listObjects(store: ObjectStore, bucket: string, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = readMaxKeys(query.get('max-keys'));
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const continued = token === null ? undefined : Buffer.from(token, 'base64url').toString('utf8');
  const page = collect(store, {
    bucket,
    prefix,
    delimiter,
    maxKeys,
    continued,
    afterKey: continued ?? startAfter ?? '',
  });
  return toXml(
    'ListBucketResult',
    [
      ['Name', bucket],
      ['Prefix', prefix],
      ['Delimiter', delimiter === '' ? undefined : delimiter],
      ['StartAfter', startAfter ?? undefined],
      ['ContinuationToken', token ?? undefined],
      ['MaxKeys', maxKeys],
      ['KeyCount', page.objects.length + page.commonPrefixes.length],
      ['IsTruncated', page.next !== undefined],
      [
        'NextContinuationToken',
        page.next === undefined ? undefined : Buffer.from(page.next).toString('base64url'),
      ],
      ...page.objects.map((object) => ['Contents', describe(object)] as const),
      ...page.commonPrefixes.map((common) => ['CommonPrefixes', [['Prefix', common]]] as const),
    ],
    { namespace: true },
  );
}

function collect(
  store: ObjectStore,
  options: {
    readonly bucket: string;
    readonly prefix: string;
    readonly delimiter: string;
    readonly maxKeys: number;
    /** What the page before ended with: a common prefix that was listed is not listed again. */
    readonly continued: string | undefined;
    readonly afterKey: string;
  },
): Page {
  const { bucket, prefix, delimiter, maxKeys, continued } = options;
  const objects: StoredObject[] = [];
  const commonPrefixes: string[] = [];
  let last = continued;
  let afterKey = options.afterKey;
  for (;;) {
    const batch = store.scan(bucket, { afterKey, from: prefix });
    for (const object of batch) {
      if (!object.key.startsWith(prefix)) return { objects, commonPrefixes };
      const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
      const common = end < 0 ? undefined : object.key.slice(0, end + delimiter.length);
      if (common !== undefined && common === last) continue;
      if (objects.length + commonPrefixes.length === maxKeys) {
        return { objects, commonPrefixes, ...(last !== undefined && maxKeys > 0 && { next: last }) };
      }
      if (common === undefined) objects.push(object);
      else commonPrefixes.push(common);
      last = common ?? object.key;
    }
    const end = batch.at(-1);
    if (end === undefined) return { objects, commonPrefixes };
    afterKey = end.key;
  }
}

function readMaxKeys(text: string | null): number {
  const number = Number(text ?? 1000);
  if (!Number.isInteger(number) || number < 0) {
    throw new AwsError('InvalidArgument', 'Provided max-keys not an integer or within integer range');
  }
  return Math.min(number, 1000);
}

function describe(object: StoredObject) {
  return [
    ['Key', object.key],
    ['LastModified', new Date(object.modifiedAt).toISOString()],
    ['ETag', `"${object.etag}"`],
    ['Size', object.size],
    ['StorageClass', 'STANDARD'],
  ] as const;
}
