import { randomUUID } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';

import { systemClock } from '../../local/aws/clock.ts';
import { openState } from '../../local/aws/open-state.ts';
import { createS3 } from '../../local/aws/s3.ts';
import { makeDirectory, startEndpoint } from '../support/start-endpoint.ts';

const Bucket = 'catalogues';

async function setup() {
  const directory = makeDirectory();
  const state = openState(':memory:');
  const s3 = createS3({ state, clock: systemClock, directory: directory.path, secretOf: () => 'unused' });
  s3.ensureBucket(Bucket);
  const endpoint = await startEndpoint([s3]);
  return { directory, state, s3, endpoint, client: new S3Client(endpoint.clientOptions()) };
}
type Fixture = Awaited<ReturnType<typeof setup>>;

describe('the local S3, by the SDK client', () => {
  let on: Fixture;
  beforeAll(async () => {
    on = await setup();
  });
  afterAll(async () => {
    on.client.destroy();
    await on.endpoint.close();
    on.directory.remove();
  });

  const read = async (Key: string, more: { Range?: string } = {}): Promise<string | undefined> => {
    const got = await on.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
    return got.Body?.transformToString();
  };

  test('an object comes back with its bytes, type, metadata and ETag', async () => {
    const Key = 'ws_1/a b+c/ü.json';
    const put = await on.client.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: '{"a":1}',
        ContentType: 'application/json',
        CacheControl: 'no-store',
        Metadata: { version: '7' },
      }),
    );
    const got = await on.client.send(new GetObjectCommand({ Bucket, Key }));
    const head = await on.client.send(new HeadObjectCommand({ Bucket, Key }));

    expect(put.ETag).toBe('"bb6cb5c68df4652941caf652a366f2d8"');
    expect(put.ChecksumCRC32).toBeDefined();
    expect(await got.Body?.transformToString()).toBe('{"a":1}');
    const described = {
      ContentType: 'application/json',
      ContentLength: 7,
      CacheControl: 'no-store',
      Metadata: { version: '7' },
      ETag: put.ETag,
    };
    expect(got).toMatchObject(described);
    expect(head).toMatchObject(described);
    expect(Math.abs(Date.now() - Number(got.LastModified))).toBeLessThan(60_000);
  });

  test('an object of many megabytes comes back byte for byte', async () => {
    const Body = Buffer.alloc(6_000_000, 'catalogue ');
    await on.client.send(new PutObjectCommand({ Bucket, Key: 'large', Body }));
    const got = await on.client.send(new GetObjectCommand({ Bucket, Key: 'large' }));
    expect(Body.equals((await got.Body?.transformToByteArray()) ?? new Uint8Array())).toBe(true);
  });

  test('a stream is sent in chunks with a trailing checksum, and stored without them', async () => {
    const parts = ['one ', 'two ', 'three'];
    await on.client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'streamed',
        Body: Readable.from(parts.map((part) => Buffer.from(part))),
        ContentLength: parts.join('').length,
        ContentEncoding: 'identity',
      }),
    );
    const got = await on.client.send(new GetObjectCommand({ Bucket, Key: 'streamed' }));
    expect(await got.Body?.transformToString()).toBe('one two three');
    expect(got.ContentEncoding).toBe('identity');
    expect(got.ChecksumCRC32).toBeDefined();
  });

  test.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)(
    'a %s checksum is compared',
    async (algorithm) => {
      const put = await on.client.send(
        new PutObjectCommand({ Bucket, Key: 'summed', Body: 'body', ChecksumAlgorithm: algorithm }),
      );
      expect(put[`Checksum${algorithm}`]).toBeDefined();
      const wrong = new PutObjectCommand({ Bucket, Key: 'wrong', Body: 'body', ChecksumSHA256: 'AAAA' });
      await expect(on.client.send(wrong)).rejects.toMatchObject({ name: 'BadDigest' });
      await expect(read('wrong')).rejects.toMatchObject({ name: 'NoSuchKey' });
    },
  );

  test('a checksum that is not spoken is refused, not taken on trust', async () => {
    const command = new PutObjectCommand({ Bucket, Key: 'summed', Body: 'body', ChecksumCRC64NVME: 'AAAA' });
    await expect(on.client.send(command)).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  test('a range gives its bytes only', async () => {
    await on.client.send(new PutObjectCommand({ Bucket, Key: 'ranged', Body: '0123456789' }));
    expect(await read('ranged', { Range: 'bytes=2-4' })).toBe('234');
    expect(await read('ranged', { Range: 'bytes=7-' })).toBe('789');
    expect(await read('ranged', { Range: 'bytes=-2' })).toBe('89');
    const part = await on.client.send(new GetObjectCommand({ Bucket, Key: 'ranged', Range: 'bytes=0-99' }));
    expect(part).toMatchObject({ ContentRange: 'bytes 0-9/10', $metadata: { httpStatusCode: 206 } });
    await expect(read('ranged', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  test('of many writers with If-None-Match: * exactly one succeeds', async () => {
    const attempts = Array.from({ length: 8 }, (_, index) =>
      on.client.send(
        new PutObjectCommand({ Bucket, Key: 'once', Body: `writer ${index}`, IfNoneMatch: '*' }),
      ),
    );
    const settled = await Promise.allSettled(attempts);
    const refusals = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason.name] : []));
    expect(refusals).toEqual(Array.from({ length: 7 }, () => 'PreconditionFailed'));
  });

  test('If-Match replaces only the version it names', async () => {
    const first = await on.client.send(new PutObjectCommand({ Bucket, Key: 'matched', Body: 'one' }));
    const replace = (IfMatch: string | undefined, Key = 'matched') =>
      on.client.send(new PutObjectCommand({ Bucket, Key, Body: 'two', IfMatch }));
    await replace(first.ETag);
    await expect(replace(first.ETag)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(replace(first.ETag, 'absent')).rejects.toMatchObject({ name: 'NoSuchKey' });
    const unchanged = new GetObjectCommand({ Bucket, Key: 'matched', IfMatch: first.ETag });
    await expect(on.client.send(unchanged)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  test('a deleted object, a missing one and a missing bucket are told apart', async () => {
    await on.client.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'x' }));
    await on.client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    await on.client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));

    await expect(read('gone')).rejects.toMatchObject({ name: 'NoSuchKey', Key: 'gone' });
    const head = new HeadObjectCommand({ Bucket, Key: 'gone' });
    await expect(on.client.send(head)).rejects.toMatchObject({ name: 'NotFound' });
    const elsewhere = new GetObjectCommand({ Bucket: 'elsewhere', Key: 'gone' });
    await expect(on.client.send(elsewhere)).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(on.client.send(new HeadBucketCommand({ Bucket }))).resolves.toBeDefined();
  });

  test('a listing pages through keys in order and rolls them up at the delimiter', async () => {
    for (const key of ['l/c', 'l/a', 'l/b/1', 'l/b/2', 'l/d', 'm']) {
      await on.client.send(new PutObjectCommand({ Bucket, Key: key, Body: key }));
    }
    const pages: string[][] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await on.client.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'l/', Delimiter: '/', MaxKeys: 2, ContinuationToken }),
      );
      const keys = (page.Contents ?? []).map((object) => object.Key ?? '');
      const prefixes = (page.CommonPrefixes ?? []).map((common) => common.Prefix ?? '');
      pages.push([...keys, ...prefixes]);
      expect(page.KeyCount).toBe(keys.length + prefixes.length);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    const flat = await on.client.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'l/', StartAfter: 'l/b/1' }),
    );

    expect(pages).toEqual([
      ['l/a', 'l/b/'],
      ['l/c', 'l/d'],
    ]);
    expect(flat.Contents?.map((object) => object.Key)).toEqual(['l/b/2', 'l/c', 'l/d']);
    expect(flat.Contents?.[0]).toMatchObject({ Size: 5, ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
  });

  test('what is not spoken is refused and logged: an operation, a header', async () => {
    const copy = new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/once` });
    await expect(on.client.send(copy)).rejects.toMatchObject({ name: 'NotImplemented' });
    const tagged = new PutObjectCommand({ Bucket, Key: 'tagged', Body: 'x', Tagging: 'a=b' });
    await expect(on.client.send(tagged)).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(on.endpoint.logged.at(-1)).toBe(
      'laptop cloud: The laptop cloud does not implement s3:PutObject with x-amz-tagging.',
    );
  });

  test('a caller needs the permission on the object, and on the key of an encrypted bucket', async () => {
    const kmsKeyArn = 'arn:aws:kms:us-east-1:000000000000:key/1';
    on.s3.ensureBucket('encrypted', { kmsKeyArn });
    on.endpoint.checked.length = 0;
    await on.client.send(new PutObjectCommand({ Bucket: 'encrypted', Key: 'a/b', Body: 'x' }));
    await on.client.send(new ListObjectsV2Command({ Bucket }));
    const refused = new S3Client(on.endpoint.clientOptions('Nobody'));
    const get = new GetObjectCommand({ Bucket, Key: 'once' });

    expect(on.endpoint.checked).toEqual([
      { action: 's3:PutObject', resource: 'arn:aws:s3:::encrypted/a/b' },
      { action: 'kms:GenerateDataKey', resource: kmsKeyArn },
      { action: 's3:ListBucket', resource: 'arn:aws:s3:::catalogues' },
    ]);
    await expect(refused.send(get)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:GetObject on resource: arn:aws:s3:::catalogues/once'),
    });
  });

  test('objects outlive a restart, and files that no object names do not', async () => {
    await on.client.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'one' }));
    await on.client.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'still here' }));
    const objects = readdirSync(on.directory.path);
    const [orphan, foreign] = [`${randomUUID()}.object`, 'notes.txt'];
    for (const name of [orphan, foreign]) writeFileSync(join(on.directory.path, name), 'x');
    const restarted = createS3({
      state: on.state,
      clock: systemClock,
      directory: on.directory.path,
      secretOf: () => 'unused',
    });
    restarted.ensureBucket(Bucket);
    const endpoint = await startEndpoint([restarted]);
    const client = new S3Client(endpoint.clientOptions());
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'kept' }));
    expect(await got.Body?.transformToString()).toBe('still here');
    expect(readdirSync(on.directory.path).toSorted()).toEqual([...objects, foreign].toSorted());
    client.destroy();
    await endpoint.close();
  });
});
