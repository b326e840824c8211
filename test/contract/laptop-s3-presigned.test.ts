import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { request } from 'undici';

import { systemClock } from '../../local/aws/clock.ts';
import { openState } from '../../local/aws/open-state.ts';
import { createS3 } from '../../local/aws/s3.ts';
import { makeDirectory, startEndpoint } from '../support/start-endpoint.ts';

const Bucket = 'uploads';

async function setup() {
  const directory = makeDirectory();
  let late = 0;
  const clock = { ...systemClock, now: () => Date.now() + late };
  const s3 = createS3({
    state: openState(':memory:'),
    clock,
    directory: directory.path,
    secretOf: () => 'unused',
  });
  s3.ensureBucket(Bucket);
  const endpoint = await startEndpoint([s3]);
  const client = new S3Client({ ...endpoint.clientOptions(), requestChecksumCalculation: 'WHEN_REQUIRED' });
  return {
    endpoint,
    client,
    setLate: (ms: number) => {
      late = ms;
    },
    async close() {
      client.destroy();
      await endpoint.close();
      directory.remove();
    },
  };
}
type Fixture = Awaited<ReturnType<typeof setup>>;

async function send(url: string, options: Parameters<typeof request>[1] = {}) {
  const response = await request(url, options);
  return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
}

describe('presigned URLs of the local S3', () => {
  let on: Fixture;
  beforeEach(async () => {
    on = await setup();
  });
  afterEach(() => on.close());

  test('a signed PUT and GET need no credentials of their own', async () => {
    const put = await getSignedUrl(
      on.client,
      new PutObjectCommand({ Bucket, Key: 'a b', ContentType: 'text/plain', Metadata: { by: 'test' } }),
      { expiresIn: 60, signableHeaders: new Set(['content-type']) },
    );
    const get = await getSignedUrl(
      on.client,
      new GetObjectCommand({ Bucket, Key: 'a b', ResponseContentDisposition: 'attachment' }),
      { expiresIn: 60 },
    );

    const stored = await send(put, {
      method: 'PUT',
      body: 'hello',
      headers: { 'content-type': 'text/plain' },
    });
    const got = await send(get);

    expect(stored.status).toBe(200);
    expect(got).toMatchObject({ status: 200, text: 'hello' });
    expect(got.headers).toMatchObject({
      'content-type': 'text/plain',
      'content-disposition': 'attachment',
      'x-amz-meta-by': 'test',
    });
    expect(on.endpoint.calls).toEqual([
      { service: 's3', operation: 'PutObject', principal: 'root' },
      { service: 's3', operation: 'GetObject', principal: 'root' },
    ]);
  });

  test('a URL is refused after its time', async () => {
    const url = await getSignedUrl(on.client, new GetObjectCommand({ Bucket, Key: 'a' }), { expiresIn: 60 });
    on.setLate(62_000);
    const late = await send(url);
    expect(late.status).toBe(403);
    expect(late.text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
  });

  test('a header that was signed must be sent', async () => {
    const url = await getSignedUrl(
      on.client,
      new PutObjectCommand({ Bucket, Key: 'a', ContentType: 'text/plain' }),
      { expiresIn: 60, signableHeaders: new Set(['content-type']) },
    );
    const response = await send(url, { method: 'PUT', body: 'hello' });
    expect(response.status).toBe(403);
    expect(response.text).toContain('SignatureDoesNotMatch');
  });

  test('a URL opens one place, for one length: any other is refused', async () => {
    const url = await getSignedUrl(
      on.client,
      new PutObjectCommand({ Bucket, Key: 'a/b', ContentLength: 5 }),
      {
        expiresIn: 60,
        signableHeaders: new Set(['content-length']),
      },
    );
    const attempts = [
      [url, 'four'],
      [url, 'longer'],
      [url.replace('/a/b?', '/a/c?'), 'hello'],
      [url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'), 'hello'],
      [url.replace('content-length%3Bhost', 'host'), 'hello'],
      [url.replace(/X-Amz-Signature=[0-9a-f]+/, `X-Amz-Signature=${'0'.repeat(64)}`), 'hello'],
    ] as const;
    for (const [target, body] of attempts) {
      const refused = await send(target, { method: 'PUT', body });
      expect(refused.status).toBe(403);
      expect(refused.text).toContain('<Code>SignatureDoesNotMatch</Code>');
    }
    expect((await send(url, { method: 'PUT', body: 'hello' })).status).toBe(200);
  });

  test('a checksum of the empty body, signed by default settings, refuses a body, as on AWS', async () => {
    const careless = new S3Client(on.endpoint.clientOptions());
    const url = await getSignedUrl(careless, new PutObjectCommand({ Bucket, Key: 'a' }), { expiresIn: 60 });
    const response = await send(url, { method: 'PUT', body: 'hello' });
    expect(response.status).toBe(400);
    expect(response.text).toContain('<Code>BadDigest</Code>');
  });

  test('without a signature nothing is given, and an incomplete one is told so', async () => {
    const url = await getSignedUrl(on.client, new GetObjectCommand({ Bucket, Key: 'a' }), { expiresIn: 60 });
    const unsigned = await send(url.slice(0, url.indexOf('?')));
    const timeless = await send(url.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=0'));
    const stranger = await send(url.replace('Credential=root', 'Credential=AKIASTRANGER'));

    expect(unsigned.status).toBe(403);
    expect(unsigned.text).toContain('<Code>AccessDenied</Code>');
    expect(timeless.text).toContain('<Code>AuthorizationQueryParametersError</Code>');
    expect(stranger.status).toBe(403);
    expect(stranger.text).toContain('<Code>InvalidAccessKeyId</Code>');
  });
});
