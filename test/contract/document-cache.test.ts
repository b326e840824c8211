import { createDocumentCache } from '../../shared/aws/document-cache.ts';
import { DOCUMENTS_PARTITION } from '../../shared/aws/table.ts';
import { createDocuments } from '../../shared/openapi/documents.ts';
import type { CachedDocument, Documents } from '../../shared/ports.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { egressWith } from '../support/egress-under-test.ts';
import { ingestionPorts } from '../support/ingestion-ports.ts';
import { listen, type Listener } from '../support/listener.ts';
import { memoryBucket } from '../support/memory-bucket.ts';

const START = Date.parse('2025-03-01T00:00:00.000Z');
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString();

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

/** The one cache of the deployment, emptied. */
async function emptyCache() {
  const bucket = memoryBucket();
  const cache = createDocumentCache({ table: dynamodb.table, bucket });
  const clear = () => {
    const tenantId = testId('ws');
    return cache.clear(changeOf({ tenantId, action: 'openapi_cache.cleared' }));
  };
  await clear();
  return { bucket, cache, clear };
}

const documentAt = (url: string, minutes = 0, bytes: Uint8Array = Buffer.from(url)): CachedDocument => ({
  url,
  answeredBy: `${url}?answered`,
  bytes,
  validators: { etag: '"1"' },
  fetchedAt: at(minutes),
});

describe('the cache', () => {
  it('gives back what was put into it, and nothing else', async () => {
    const { bucket, cache } = await emptyCache();
    const document = documentAt('https://a.example.com/openapi.json');
    await cache.put(document);
    const found = await cache.get(document.url);
    expect({ ...found, bytes: Buffer.from(found?.bytes ?? []).toString() }).toEqual({
      ...document,
      bytes: document.url,
    });
    expect(await cache.get('https://a.example.com/openapi.yaml')).toBeUndefined();
    expect([...bucket.objects.keys()]).toEqual([
      expect.stringMatching(/^documents\/[0-9a-f]{64}\/[0-9a-f]{64}\.gz$/),
    ]);
  });

  it('replaces a document with its newer version, and keeps one object of it', async () => {
    const { bucket, cache } = await emptyCache();
    await cache.put(documentAt('https://a.example.com/', 0, Buffer.from('old')));
    await cache.put(documentAt('https://a.example.com/', 1, Buffer.from('new')));
    expect(Buffer.from((await cache.get('https://a.example.com/'))?.bytes ?? []).toString()).toBe('new');
    expect(await cache.list()).toHaveLength(1);
    expect(bucket.objects.size).toBe(1);
  });

  it('holds a hundred documents: the oldest goes, unless its server has vouched for it since', async () => {
    const { bucket, cache } = await emptyCache();
    const urls = Array.from({ length: 101 }, (_, number) => `https://${number}.example.com/`);
    for (const [number, url] of urls.slice(0, 100).entries()) await cache.put(documentAt(url, number));
    await cache.confirm('https://0.example.com/', at(200));
    await cache.put(documentAt('https://100.example.com/', 100));
    const held = (await cache.list()).map(({ url }) => url);
    expect(held).toHaveLength(100);
    expect(held).toContain('https://0.example.com/');
    expect(held).not.toContain('https://1.example.com/');
    expect(bucket.objects.size).toBe(100);
  });

  it('holds 50 MB of compressed documents: the oldest go', async () => {
    const { cache } = await emptyCache();
    const noise = (megabytes: number): Uint8Array => {
      const bytes = new Uint8Array(megabytes * 1024 * 1024);
      for (let from = 0; from < bytes.length; from += 65_536) {
        crypto.getRandomValues(bytes.subarray(from, Math.min(from + 65_536, bytes.length)));
      }
      return bytes;
    };
    await cache.put(documentAt('https://first.example.com/', 0, noise(20)));
    await cache.put(documentAt('https://second.example.com/', 1, noise(20)));
    await cache.put(documentAt('https://third.example.com/', 2, noise(20)));
    const held = await cache.list();
    expect(held.map(({ url }) => url).toSorted()).toEqual([
      'https://second.example.com/',
      'https://third.example.com/',
    ]);
    expect(held.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(50 * 1024 * 1024);
  });

  it('is cleared with one audit record, by transactions that the table takes', async () => {
    const { bucket, cache, clear } = await emptyCache();
    for (let number = 0; number < 100; number += 1) {
      await cache.put(documentAt(`https://${number}.example.com/`, number));
    }
    expect(await clear()).toBe(100);
    expect(await cache.list()).toEqual([]);
    expect(await dynamodb.table.query({ partition: DOCUMENTS_PARTITION })).toEqual([]);
    expect(bucket.objects.size).toBe(0);
  });

  it('takes a row whose bytes are gone for none', async () => {
    const { bucket, cache } = await emptyCache();
    await cache.put(documentAt('https://a.example.com/'));
    bucket.objects.clear();
    expect(await cache.get('https://a.example.com/')).toBeUndefined();
  });
});

describe('documents through the cache', () => {
  let server: Listener;
  let version: string;
  let headers: Record<string, string>;
  let documents: Documents;
  let cached: Awaited<ReturnType<typeof emptyCache>>;
  let now: number;
  let close: () => Promise<void>;

  beforeEach(async () => {
    version = '1';
    headers = {};
    now = START;
    cached = await emptyCache();
    server = await listen((request, response) => {
      const etag = `"${version}"`;
      if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
      return response.writeHead(200, { etag, ...headers }).end(`version ${version}`);
    });
    const egress = egressWith({ allow: [server.host] });
    const { log } = ingestionPorts();
    documents = createDocuments({ egress, cache: cached.cache, clock: { now: () => now }, log });
    close = async () => {
      await egress.close();
      await server.close();
    };
  });
  afterEach(() => close());

  const read = async (over: Partial<Parameters<Documents['fetch']>[0]> = {}) => {
    const answer = await documents.fetch({ url: `${server.url}/openapi.json`, timeoutMs: 5000, ...over });
    return answer.notModified ? 'not modified' : Buffer.from(answer.bytes).toString();
  };
  const asked = () => server.arrivals.map((arrival) => arrival.headers['if-none-match'] ?? 'anew');

  it('are asked for once in an hour', async () => {
    expect(await read()).toBe('version 1');
    version = '2';
    now += 59 * 60_000;
    expect(await read()).toBe('version 1');
    expect(asked()).toEqual(['anew']);
  });

  it('are asked after when the hour is over, and kept where they still hold', async () => {
    await read();
    now += 61 * 60_000;
    expect(await read()).toBe('version 1');
    expect(asked()).toEqual(['anew', '"1"']);
    now += 59 * 60_000;
    expect(await read()).toBe('version 1');
    expect(asked()).toHaveLength(2);
  });

  it('are replaced when the hour is over and they have changed', async () => {
    await read();
    version = '2';
    now += 61 * 60_000;
    expect(await read()).toBe('version 2');
    now += 1000;
    expect(await read()).toBe('version 2');
    expect(asked()).toEqual(['anew', '"1"']);
  });

  it('are asked after at once by whoever wants to know', async () => {
    await read();
    expect(await read({ revalidate: true })).toBe('version 1');
    version = '2';
    expect(await read({ revalidate: true })).toBe('version 2');
    expect(asked()).toEqual(['anew', '"1"', '"1"']);
  });

  it('that the cache does not hold are asked after with what the caller knows', async () => {
    expect(await read({ revalidate: true, known: { etag: '"1"' } })).toBe('not modified');
    expect(await cached.cache.list()).toEqual([]);
    expect(await read({ revalidate: true, known: { etag: '"0"' } })).toBe('version 1');
  });

  it.each(['api_key=1', 'token=1', 'X-Amz-Signature=1', 'sig=1', 'accessToken=1', `v=${'x'.repeat(40)}`])(
    'that were fetched with a credential (%s) are never kept',
    async (query) => {
      const url = `${server.url}/openapi.json?${query}`;
      await read({ url });
      await read({ url });
      expect(asked()).toEqual(['anew', 'anew']);
      expect(await cached.cache.list()).toEqual([]);
    },
  );

  it('are kept under an address with a harmless query', async () => {
    const url = `${server.url}/openapi.json?version=3&format=json`;
    await read({ url });
    await read({ url });
    expect(asked()).toEqual(['anew']);
  });

  it.each(['no-store', 'private, max-age=60', 'max-age=0, no-store'])(
    'that their server wants kept out of shared caches (%s) are not kept',
    async (control) => {
      headers = { 'cache-control': control };
      await read();
      await read();
      expect(asked()).toEqual(['anew', 'anew']);
    },
  );

  it('are fetched all the same where the cache is out of order', async () => {
    const broken = async () => Promise.reject(new Error('The table is gone.'));
    const egress = egressWith({ allow: [server.host] });
    const { log, logged } = ingestionPorts();
    const cache = { ...cached.cache, get: broken, put: broken };
    documents = createDocuments({ egress, cache, clock: { now: () => now }, log });
    expect(await read()).toBe('version 1');
    expect(logged).toEqual(['document cache failed', 'document cache failed']);
    await egress.close();
  });

  it('that could not be had are asked for again', async () => {
    await server.close();
    await expect(read()).rejects.toMatchObject({ code: 'API_CONNECTION_FAILED' });
    expect(await cached.cache.list()).toEqual([]);
  });
});
