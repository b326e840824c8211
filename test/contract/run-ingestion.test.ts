import { runIngestion } from '../../functions/ingest/run-ingestion.ts';
import { createChangeHistory } from '../../shared/aws/change-history.ts';
import { createConnectionStore } from '../../shared/aws/connection-store.ts';
import { createIngestionStore } from '../../shared/aws/ingestion-store.ts';
import { createWorkflowStore } from '../../shared/aws/workflow-store.ts';
import { listReads } from '../../shared/expressions/list-reads.ts';
import { tenantPartition } from '../../shared/aws/table.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { Ingestion, IngestionMessage } from '../../shared/domain/ingestion.ts';
import { assertPublicUrl } from '../../shared/egress/assert-public-url.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { ingestionPorts } from '../support/ingestion-ports.ts';
import { listen, type Listener } from '../support/listener.ts';
import { connectionRecord, TIME } from '../support/records.ts';

let dynamodb: TestDynamoDb;
let server: Listener;
/** What the server answers next. */
let answer: { status: number; body: string; etag?: string };
beforeAll(async () => {
  dynamodb = await startDynamoDb();
  server = await listen((request, response) => {
    const { status, body, etag } = answer;
    if (etag !== undefined && request.headers['if-none-match'] === etag) return response.writeHead(304).end();
    return response.writeHead(status, etag === undefined ? {} : { etag }).end(body);
  });
});
afterAll(async () => {
  await server.close();
  await dynamodb.close();
});

const DOCUMENT = {
  openapi: '3.0.0',
  info: { title: 'Far', version: '1', description: 'From afar.' },
  servers: [{ url: 'https://far.example.com/v1/' }],
  components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'far_key' } } },
  paths: { '/a': { get: { responses: { '200': { description: 'ok' } } } } },
};

/** A connection whose document is due. */
async function setup({
  connection: over = {},
  ingestion: more = {},
}: { connection?: Partial<Connection>; ingestion?: Partial<Ingestion> } = {}) {
  answer = { status: 200, body: JSON.stringify(DOCUMENT) };
  const tenantId = testId('ws');
  const allow = [server.host];
  const parts = ingestionPorts({ allow });
  const ports = {
    ...parts,
    ingestions: createIngestionStore({ table: dynamodb.table }),
    changes: createChangeHistory({ table: dynamodb.table, bucket: parts.bucket }),
    workflows: createWorkflowStore({ table: dynamodb.table }),
    loadListReads: async () => listReads,
    assertPublicUrl: (url: string) => void assertPublicUrl({ url, allow }),
  };
  const connections = createConnectionStore({ table: dynamodb.table });
  const ingestion: Ingestion = {
    id: testId('ing'),
    kind: 'create',
    source: { url: `${server.url}/openapi.json` },
    open: ['baseUrl', 'auth', 'description'],
    requestedAt: TIME,
    ...more,
  };
  const { specHash: _hash, validators: _validators, ...blank } = connectionRecord({ tenantId });
  const connection: Connection = {
    ...blank,
    description: '',
    baseUrl: '',
    ingestionStatus: 'QUEUED',
    ingestion,
    endpointCount: 0,
    problems: [],
    ...over,
  };
  await connections.create(connection, changeOf({ tenantId }));
  const message: IngestionMessage = {
    tenantId,
    connectionId: connection.id,
    ingestionId: ingestion.id,
    kind: ingestion.kind,
  };
  return {
    tenantId,
    connection,
    connections,
    ports,
    run: (receiveCount = 1) => runIngestion({ message, receiveCount, ports }),
    read: () => connections.get(tenantId, connection.id),
    events: async () => {
      const items = await dynamodb.table.query({ partition: tenantPartition(tenantId), prefix: 'OUTBOX#' });
      return items.map((item) => JSON.parse(String(item['event'])));
    },
  };
}

describe('a document that a worker reads', () => {
  it('fills in what the person left open, and is announced', async () => {
    const { connection, run, read, events, ports, tenantId } = await setup();
    answer.etag = '"7"';
    await run();
    const after = await read();
    expect(after).toMatchObject({
      baseUrl: 'https://far.example.com/v1',
      description: 'From afar.',
      auth: { type: 'api_key', in: 'query', name: 'far_key' },
      status: 'ACTIVE',
      ingestionStatus: 'SUCCEEDED',
      ingestion: { open: [], operations: 1, problems: 0 },
      validators: { etag: '"7"' },
      endpointCount: 1,
    });
    expect((await ports.catalogues.getIndex(tenantId, after?.specHash ?? '')).title).toBe('Far');
    expect(await events()).toEqual([
      expect.objectContaining({
        type: 'connection.ingested',
        data: {
          connectionId: connection.id,
          ingestionId: connection.ingestion?.id,
          kind: 'create',
          endpointCount: 1,
          specHash: after?.specHash,
        },
      }),
    ]);
  });

  it('moves nothing that a person has said', async () => {
    const given = {
      baseUrl: 'https://mine.example.com',
      description: 'Mine',
      auth: { type: 'api_key', in: 'header', name: 'X-Mine' },
    } as const;
    const { run, read } = await setup({ connection: given, ingestion: { open: [] } });
    await run();
    expect(await read()).toMatchObject({ ...given, ingestionStatus: 'SUCCEEDED' });
  });

  it('does not move what a person has said while it was read', async () => {
    const said = { baseUrl: 'https://mine.example.com', description: 'Mine' };
    const { run, read } = await setup({ connection: said });
    await run();
    expect(await read()).toMatchObject(said);
  });

  it('may come from an upload', async () => {
    const uploadId = testId('upl');
    const { run, read, ports, tenantId } = await setup({ ingestion: { source: { uploadId } } });
    await ports.uploads.keep(tenantId, uploadId, Buffer.from(JSON.stringify(DOCUMENT)));
    await run();
    expect(await read()).toMatchObject({ ingestionStatus: 'SUCCEEDED', validators: {}, endpointCount: 1 });
  });

  it('is read once, however often its message comes', async () => {
    const { run, read, events } = await setup();
    await run();
    const after = await read();
    answer = { status: 200, body: JSON.stringify({ ...DOCUMENT, paths: {} }) };
    await Promise.all([run(2), run(3)]);
    expect(await read()).toEqual(after);
    expect(await events()).toHaveLength(1);
  });

  it('is not read for a connection that is gone', async () => {
    const { tenantId, connection, connections, run, events } = await setup();
    await connections.delete(tenantId, connection.id, changeOf({ tenantId, action: 'connection.deleted' }));
    const before = server.arrivals.length;
    await run();
    expect(server.arrivals).toHaveLength(before);
    expect(await events()).toEqual([]);
  });
});

describe('a document that cannot be read', () => {
  const uploadId = 'upl_00000000000000000000000001';
  it.each<[string, Partial<Ingestion>, { status: number; body: string }, RegExp]>([
    ['is none', {}, { status: 200, body: '<html>' }, /HTML/],
    ['is not there', {}, { status: 404, body: '' }, /404/],
    ['was never uploaded', { source: { uploadId } }, { status: 200, body: '' }, /no such upload/],
    [
      'names a server that may not be called',
      {},
      { status: 200, body: JSON.stringify({ ...DOCUMENT, servers: [{ url: 'http://10.0.0.1' }] }) },
      /IP addresses/,
    ],
  ])('because it %s fails the connection, which says why', async (_what, ingestion, next, message) => {
    const { run, read, events } = await setup({ ingestion });
    answer = next;
    await run();
    const after = await read();
    expect(after).toMatchObject({
      status: 'ERROR',
      baseUrl: '',
      ingestionStatus: 'FAILED',
      ingestion: { message: expect.stringMatching(message), finishedAt: expect.any(String) },
      endpointCount: 0,
    });
    expect(after?.problems[0]?.message).toMatch(message);
    expect(after?.specHash).toBeUndefined();
    expect(await events()).toEqual([expect.objectContaining({ type: 'connection.ingestion_failed' })]);
  });

  it('because it names no server fails an upload without a base URL', async () => {
    const { run, read, ports, tenantId } = await setup({ ingestion: { source: { uploadId } } });
    const { servers: _servers, ...nowhere } = DOCUMENT;
    await ports.uploads.keep(tenantId, uploadId, Buffer.from(JSON.stringify(nowhere)));
    await run();
    expect(await read()).toMatchObject({
      ingestionStatus: 'FAILED',
      ingestion: { message: expect.stringContaining('baseUrl') },
    });
  });

  it('is given up when it broke its reader off too often, without being read once more', async () => {
    const { run, read } = await setup();
    const before = server.arrivals.length;
    await run(5);
    expect(server.arrivals).toHaveLength(before);
    expect(await read()).toMatchObject({
      status: 'ERROR',
      ingestionStatus: 'FAILED',
      ingestion: { message: expect.stringContaining('broke off') },
    });
  });

  it('stays due where the fault is ours', async () => {
    const { run, read, ports } = await setup();
    ports.bucket.put = async () => Promise.reject(new Error('The bucket is gone.'));
    await expect(run()).rejects.toThrow('The bucket is gone.');
    expect(await read()).toMatchObject({ ingestionStatus: 'RUNNING' });
  });
});

describe('a refresh', () => {
  const live = {
    baseUrl: 'https://far.example.com/v1',
    specHash: `sha256:${'a'.repeat(64)}`,
    validators: { etag: '"1"' },
    endpointCount: 9,
  };
  const refresh: Partial<Ingestion> = { kind: 'refresh', open: [] };

  it('keeps the live catalogue where the document cannot be read, and says why', async () => {
    const { run, read } = await setup({ connection: live, ingestion: refresh });
    answer = { status: 500, body: '' };
    await run();
    expect(await read()).toMatchObject({
      ...live,
      status: 'ACTIVE',
      ingestionStatus: 'FAILED',
      ingestion: { message: expect.stringContaining('500') },
    });
  });

  it('changes nothing where the server says that the document still holds', async () => {
    const { run, read, ports } = await setup({ connection: live, ingestion: refresh });
    answer.etag = '"1"';
    await run();
    expect(await read()).toMatchObject({
      ...live,
      ingestionStatus: 'SUCCEEDED',
      ingestion: { operations: 9 },
    });
    expect(ports.bucket.objects.size).toBe(0);
  });

  it('swaps a new version in, and never moves the address', async () => {
    const { run, read } = await setup({ connection: live, ingestion: refresh });
    answer = {
      status: 200,
      body: JSON.stringify({ ...DOCUMENT, servers: [{ url: 'https://elsewhere.example.com' }] }),
      etag: '"2"',
    };
    await run();
    const after = await read();
    expect(after).toMatchObject({
      baseUrl: live.baseUrl,
      ingestionStatus: 'SUCCEEDED',
      validators: { etag: '"2"' },
      endpointCount: 1,
    });
    expect(after?.specHash).not.toBe(live.specHash);
  });
});
