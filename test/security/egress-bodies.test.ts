import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { OpenEgress } from '../../shared/egress/create-egress.ts';
import { egressWith, errorOf, requestTo } from '../support/egress-under-test.ts';
import { listen, type Listener } from '../support/listener.ts';

const TEXT = JSON.stringify(Array.from({ length: 500 }, (_, id) => ({ id, name: `pet ${id}` })));
const BOMB = Buffer.alloc(64 * 1024 * 1024);

const CODINGS = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const;

function* endlessChunks(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(64 * 1024, 'x');
}

describe('answers', () => {
  let server: Listener;
  let egress: OpenEgress;
  let respond: (response: ServerResponse, request: IncomingMessage) => void;

  beforeAll(async () => {
    server = await listen((request, response) => respond(response, request));
    egress = egressWith({ allow: [server.host] });
  });
  afterAll(async () => {
    await egress.close();
    await server.close();
  });

  const sendEncoded = (coding: string, bytes: Uint8Array) => (response: ServerResponse) =>
    response.writeHead(200, { 'content-encoding': coding }).end(bytes);

  test.each([
    ...CODINGS,
    ['deflate', deflateRawSync] as const,
    ['identity', (text: string) => Buffer.from(text)] as const,
  ])('in %s are decoded', async (coding, encode) => {
    respond = sendEncoded(coding, encode(TEXT));
    const answer = await egress.request(requestTo(server.url));
    expect(Buffer.from(answer.body).toString()).toBe(TEXT);
  });

  test.each(CODINGS)('that are a %s bomb stop at the bound', async (coding, encode) => {
    const bytes = encode(BOMB);
    respond = sendEncoded(coding, bytes);
    const before = process.memoryUsage.rss();
    const error = await errorOf(egress.request(requestTo(server.url, { maxBytes: 1_000_000 })));
    expect(error).toMatchObject({ code: 'API_CONNECTION_FAILED', sent: true });
    expect(error.message).toContain('more than may be read');
    expect(process.memoryUsage.rss() - before).toBeLessThan(40 * 1024 * 1024);
  });

  test.each(CODINGS)('in %s are bounded to the byte', async (coding, encode) => {
    respond = sendEncoded(coding, encode(TEXT));
    expect((await egress.request(requestTo(server.url, { maxBytes: TEXT.length }))).body).toHaveLength(
      TEXT.length,
    );
    await errorOf(egress.request(requestTo(server.url, { maxBytes: TEXT.length - 1 })));
  });

  test.each([
    ['gzip of gzip', 'gzip, gzip', gzipSync(gzipSync(TEXT))],
    ['ten layers', Array(10).fill('gzip').join(','), gzipSync(TEXT)],
    ['unknown coding', 'snappy', Buffer.from(TEXT)],
    ['compress', 'compress', Buffer.from(TEXT)],
    ['gzip that is none', 'gzip', Buffer.from(TEXT)],
    ['brotli that is none', 'br', Buffer.from(TEXT)],
    ['zstd that is none', 'zstd', Buffer.from(TEXT)],
    ['gzip cut off', 'gzip', gzipSync(TEXT).subarray(0, 300)],
    ['brotli cut off', 'br', brotliCompressSync(TEXT).subarray(0, 100)],
    ['zstd cut off', 'zstd', zstdCompressSync(TEXT).subarray(0, 100)],
  ])('that do not decode (%s) are a fault', async (_class, coding, bytes) => {
    respond = sendEncoded(coding, bytes);
    expect((await errorOf(egress.request(requestTo(server.url)))).code).toBe('API_CONNECTION_FAILED');
  });

  test('with a coding but no body are empty', async () => {
    respond = (response) => response.writeHead(204, { 'content-encoding': 'gzip' }).end();
    expect((await egress.request(requestTo(server.url))).body).toHaveLength(0);
    respond = (response) => response.writeHead(200, { 'content-encoding': 'br' }).end();
    expect((await egress.request(requestTo(server.url, { method: 'HEAD' }))).body).toHaveLength(0);
  });

  test('that never end stop at the bound', async () => {
    let closed = (): void => {};
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    respond = (response) => {
      Readable.from(endlessChunks()).on('error', closed).pipe(response).on('close', closed);
    };
    expect((await errorOf(egress.request(requestTo(server.url)))).message).toContain('more than may be read');
    await isClosed;
  });

  test.each([
    ['no answer at all', () => {}],
    ['headers and then nothing', (response: ServerResponse) => response.writeHead(200).flushHeaders()],
    [
      'a byte now and then',
      (response: ServerResponse) => {
        const timer = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'compressed drops',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        const bytes = gzipSync(TEXT);
        let at = 0;
        const timer = setInterval(() => response.write(bytes.subarray(at, (at += 1))), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('that are slow (%s) end with the time of the request', async (_class, slow) => {
    respond = slow;
    const start = performance.now();
    const error = await errorOf(egress.request(requestTo(`${server.url}/?key=s3cret`, { timeoutMs: 200 })));
    expect(error).toMatchObject({ code: 'UPSTREAM_TIMEOUT', sent: true });
    expect(error.message).not.toContain('s3cret');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('with too many headers are a fault', async () => {
    respond = (response) => response.writeHead(200, { 'x-big': 'x'.repeat(100_000) }).end();
    expect((await errorOf(egress.request(requestTo(server.url)))).code).toBe('API_CONNECTION_FAILED');
  });

  test('that break off are a fault', async () => {
    respond = (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('x');
      setTimeout(() => response.destroy(), 20);
    };
    const error = await errorOf(egress.request(requestTo(server.url)));
    expect(error).toMatchObject({ code: 'API_CONNECTION_FAILED', sent: true });
  });

  test('of a server that is not there are a fault before anything was sent', async () => {
    const gone = await listen();
    await gone.close();
    const caller = egressWith({ allow: [gone.host] });
    expect(await errorOf(caller.request(requestTo(gone.url)))).toMatchObject({
      code: 'API_CONNECTION_FAILED',
      sent: false,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
