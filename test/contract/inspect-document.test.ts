import { inspectDocument } from '../../functions/ingest/inspect-document.ts';
import { readKept } from '../../functions/ingest/read-kept.ts';
import { createCatalogueStore } from '../../shared/aws/catalogue-store.ts';
import type { Documents, Egress } from '../../shared/ports.ts';
import { memoryBucket } from '../support/memory-bucket.ts';
import { connectionRecord, TIME } from '../support/records.ts';

const DOCUMENT = 'https://pets.example.com/openapi.json';
const PARTS = 'https://pets.example.com/parts.json';

const documentOf = (...paths: string[]) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: Object.fromEntries(
    paths.map((path) => [
      path,
      {
        get: {
          responses: {
            '200': {
              description: '',
              content: { 'application/json': { schema: { $ref: './parts.json#/Pet' } } },
            },
          },
        },
      },
    ]),
  ),
});

/** Files by their address, which a test changes between the reading and the looking. */
function setup(files: Record<string, object>) {
  const bytesAt = (url: string) => Buffer.from(JSON.stringify(files[url]));
  const documents: Documents = {
    fetch: async ({ url }) => ({ notModified: false, bytes: bytesAt(url), url, validators: {} }),
  };
  const egress: Egress = {
    request: async ({ url }) => ({ status: 200, headers: {}, body: bytesAt(url), url }),
  };
  const bucket = memoryBucket();
  const catalogues = createCatalogueStore({ bucket });
  const clock = { now: () => Date.parse(TIME) };
  const uploads = { size: never, read: never, keep: never };
  const ports = { documents, egress, catalogues, clock, uploads };
  const tenantId = 'ws_1';
  const ingestion = {
    id: 'ing_1',
    kind: 'create',
    source: { url: DOCUMENT },
    open: [],
    requestedAt: TIME,
  } as const;
  return {
    bucket,
    async read() {
      const connection = { ...connectionRecord({ tenantId }), ingestion: { ...ingestion, open: [] } };
      const outcome = await readKept({ connection, ports });
      if (outcome.ok !== true) throw new Error('The document could not be read.');
      return outcome.specHash;
    },
    look: (specHash: string) => inspectDocument({ request: { tenantId, url: DOCUMENT, specHash }, ports }),
  };
}

const never = (): never => {
  throw new Error('Nothing was uploaded.');
};

test('a document of several files is unchanged while all of them are', async () => {
  const files = { [DOCUMENT]: documentOf('/pets'), [PARTS]: { Pet: { type: 'object' } } };
  const { read, look, bucket } = setup(files);
  const specHash = await read();
  const stored = [...bucket.objects.keys()];
  expect(await look(specHash)).toMatchObject({ ok: true, changed: false, endpoints: 1 });

  files[PARTS] = { Pet: { type: 'string' } };
  expect(await look(specHash)).toEqual({
    ok: true,
    changed: true,
    endpoints: 1,
    newEndpoints: 0,
    removedEndpoints: 0,
  });
  files[DOCUMENT] = documentOf('/cats', '/dogs');
  expect(await look(specHash)).toMatchObject({ endpoints: 2, newEndpoints: 2, removedEndpoints: 1 });
  expect([...bucket.objects.keys()]).toEqual(stored);
});
