import { S3Client } from '@aws-sdk/client-s3';
import { gunzipSync } from 'node:zlib';
import { systemClock } from '../../local/aws/clock.ts';
import { openState } from '../../local/aws/open-state.ts';
import { createS3 } from '../../local/aws/s3.ts';
import { createCatalogueStore } from '../../shared/aws/catalogue-store.ts';
import { createS3Bucket } from '../../shared/aws/s3-bucket.ts';
import type { Catalogue } from '../../shared/domain/catalogue.ts';
import { serial } from '../support/changes.ts';
import { makeDirectory, startEndpoint, type TestEndpoint } from '../support/start-endpoint.ts';

const BUCKET = 'apiq-bucket';
const segment = Uint8Array.of(1, 2, 3, 4);
const directory = makeDirectory();
let endpoint: TestEndpoint;
beforeAll(async () => {
  const s3 = createS3({
    state: openState(':memory:'),
    clock: systemClock,
    directory: directory.path,
    secretOf: () => 'unused',
  });
  s3.ensureBucket(BUCKET);
  endpoint = await startEndpoint([s3]);
});
afterAll(async () => {
  await endpoint.close();
  directory.remove();
});

function setup(options: { cachedBytes?: number } = {}) {
  const bucket = createS3Bucket({ bucketName: BUCKET, client: new S3Client(endpoint.clientOptions()) });
  const catalogue: Catalogue = {
    specHash: `sha256:${serial().padStart(64, '0')}`,
    title: 'Pets',
    version: '1',
    servers: ['https://pets.example.com'],
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } },
    operations: Array.from({ length: 250 }, (_, at) => ({
      id: `ep_${at}`,
      toolName: `op_${at}`,
      method: 'GET',
      path: `/pets/${at}`,
      tags: [],
      deprecated: false,
      parameters: [],
      responses: { '200': { description: 'Une réponse' } },
      security: [['key']],
    })),
    problems: [],
  };
  const reads = () => endpoint.calls.filter(({ operation }) => operation === 'GetObject').length;
  return { bucket, catalogue, reads, store: () => createCatalogueStore({ bucket, ...options }) };
}

const folder = (specHash: string) => `catalogues/ws_1/${specHash.slice('sha256:'.length)}`;
const key = (specHash: string) => `${folder(specHash)}/index.json.gz`;

describe('the catalogue store', () => {
  it('keeps catalogues compressed under the hash of their document', async () => {
    const { bucket, catalogue, store } = setup();
    await store().put('ws_1', { ...catalogue, segment });
    expect(await store().get('ws_1', catalogue.specHash)).toEqual(catalogue);
    const object = await bucket.get(`${folder(catalogue.specHash)}/operations-2.json.gz`);
    const chunk: unknown = JSON.parse(gunzipSync(object ?? new Uint8Array()).toString());
    expect(chunk).toEqual(catalogue.operations.slice(200));
  });

  it('lists what there is from the index alone', async () => {
    const { catalogue, reads, store } = setup();
    await store().put('ws_1', { ...catalogue, segment });
    const before = reads();
    const { entries, title } = await store().getIndex('ws_1', catalogue.specHash);
    expect(title).toBe('Pets');
    expect(entries).toHaveLength(250);
    expect(entries[249]).toEqual({
      id: 'ep_249',
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      toolName: 'op_249',
      method: 'GET',
      path: '/pets/249',
      tags: [],
      deprecated: false,
    });
    expect(reads() - before).toBe(1);
  });

  it('reads no more chunks than the wanted operations lie in, and gives them in the order asked for', async () => {
    const { catalogue, reads, store } = setup();
    const catalogues = store();
    await catalogues.put('ws_1', { ...catalogue, segment });
    const before = reads();
    const ids = ['ep_120', 'ep_3', 'ep_none', 'ep_119'];
    const operations = await catalogues.getOperations('ws_1', catalogue.specHash, ids);
    expect(operations.map(({ id }) => id)).toEqual(['ep_120', 'ep_3', 'ep_119']);
    expect(reads() - before).toBe(3);
  });

  it('takes operations one after the other and writes the index last', async () => {
    const { catalogue, bucket } = setup();
    const written: string[] = [];
    const watched = {
      ...bucket,
      put: async (object: Parameters<typeof bucket.put>[0]) => {
        await bucket.put(object);
        written.push(object.key);
      },
    };
    function* one() {
      yield* catalogue.operations;
    }
    await createCatalogueStore({ bucket: watched }).put('ws_1', { ...catalogue, operations: one(), segment });
    expect(written).toHaveLength(5);
    expect(written.at(-1)).toBe(key(catalogue.specHash));
  });

  it('leaves no catalogue behind where a chunk could not be written', async () => {
    const { catalogue, bucket, store } = setup();
    const broken = {
      ...bucket,
      put: (object: Parameters<typeof bucket.put>[0]) =>
        object.key.includes('operations-1') ? Promise.reject(new Error('full')) : bucket.put(object),
    };
    await expect(
      createCatalogueStore({ bucket: broken }).put('ws_1', { ...catalogue, segment }),
    ).rejects.toThrow('full');
    await expect(store().getIndex('ws_1', catalogue.specHash)).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
  });

  it('keeps the segment beside the operations, and the same bytes as long as they are cached', async () => {
    const { catalogue, reads, store } = setup();
    const catalogues = store();
    expect(await catalogues.getSegment('ws_1', catalogue.specHash)).toBeUndefined();
    await catalogues.put('ws_1', { ...catalogue, segment });
    const before = reads();
    const bytes = await catalogues.getSegment('ws_1', catalogue.specHash);
    expect([...(bytes ?? [])]).toEqual([...segment]);
    expect(await catalogues.getSegment('ws_1', catalogue.specHash)).toBe(bytes);
    expect(reads() - before).toBe(1);
    expect(await catalogues.getSegment('ws_2', catalogue.specHash)).toBeUndefined();
  });

  it('fetches each object once, also for callers at the same time', async () => {
    const { catalogue, reads, store } = setup();
    const catalogues = store();
    await catalogues.put('ws_1', { ...catalogue, segment });
    const before = reads();
    const get = () => catalogues.get('ws_1', catalogue.specHash);
    const [first, second] = await Promise.all([get(), get()]);
    expect(second).toEqual(first);
    expect(await get()).toEqual(first);
    expect(reads() - before).toBe(4);
  });

  it('does not answer one workspace from the cache of another', async () => {
    const { catalogue, store } = setup();
    const catalogues = store();
    await catalogues.put('ws_1', { ...catalogue, segment });
    await catalogues.get('ws_1', catalogue.specHash);
    await expect(catalogues.get('ws_2', catalogue.specHash)).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
  });

  it('does not remember that a catalogue was missing', async () => {
    const { catalogue, store } = setup();
    const catalogues = store();
    await expect(catalogues.get('ws_1', catalogue.specHash)).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    await catalogues.put('ws_1', { ...catalogue, segment });
    expect(await catalogues.get('ws_1', catalogue.specHash)).toEqual(catalogue);
  });

  it('keeps only so many bytes in memory', async () => {
    const { catalogue, reads, store } = setup({ cachedBytes: 10 });
    const catalogues = store();
    await catalogues.put('ws_1', { ...catalogue, segment });
    const before = reads();
    await catalogues.get('ws_1', catalogue.specHash);
    await catalogues.get('ws_1', catalogue.specHash);
    expect(reads() - before).toBe(8);
  });

  it.each(['../../other', 'sha256:xyz', `sha256:${'a'.repeat(64)}/../x`, ''])(
    'refuses %j as a hash',
    async (hash) => {
      const { store } = setup();
      await expect(store().get('ws_1', hash)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    },
  );

  it('refuses an object that is not the catalogue of its hash', async () => {
    const { bucket, catalogue, store } = setup();
    const other = setup().catalogue;
    await store().put('ws_1', { ...other, segment });
    const object = await bucket.get(key(other.specHash));
    await bucket.put({
      key: key(catalogue.specHash),
      body: object ?? new Uint8Array(),
      contentType: 'application/gzip',
    });
    await expect(store().get('ws_1', catalogue.specHash)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });
});
