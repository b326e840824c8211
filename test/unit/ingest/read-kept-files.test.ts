import { readKept } from '../../../functions/ingest/read-kept.ts';
import { ingestionPorts } from '../../support/ingestion-ports.ts';
import { listen, type Listener } from '../../support/listener.ts';
import { connectionRecord, TIME } from '../../support/records.ts';

const DOCUMENT = {
  openapi: '3.0.0',
  info: { title: 'Far', version: '1' },
  paths: { '/a': { get: { responses: { '200': { $ref: 'responses.json#/ok' } } } } },
};

let server: Listener;
let ok: unknown;
beforeAll(async () => {
  server = await listen((request, response) => {
    response.setHeader('etag', '"1"');
    if (request.url === '/api/openapi.json') response.end(JSON.stringify(DOCUMENT));
    else if (request.url === '/api/responses.json') response.end(JSON.stringify({ ok }));
    else response.writeHead(404).end();
  });
});
afterAll(() => server.close());

const readIt = async () => {
  const ports = ingestionPorts({ allow: [server.host] });
  const source = { url: `${server.url}/api/openapi.json` };
  const ingestion = { id: 'ing_1', kind: 'refresh' as const, source, open: [], requestedAt: TIME };
  const connection = { ...connectionRecord({ tenantId: 'ws_1' }), ingestion };
  const result = await readKept({ connection, ports });
  await ports.egress.close();
  if (result.ok !== true) throw new Error('The document was not read.');
  return result;
};

test('a worker reads a document with its files, and again when only they have changed', async () => {
  ok = { description: 'fine' };
  const first = await readIt();
  expect(first).toMatchObject({ endpointCount: 1, problems: [] });
  // What vouches for the document alone must not stop the next refresh.
  expect(first.validators).toEqual({});
  expect((await readIt()).specHash).toBe(first.specHash);
  ok = { description: 'better' };
  expect((await readIt()).specHash).not.toBe(first.specHash);
});
