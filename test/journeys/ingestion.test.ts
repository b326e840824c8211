import type { ServerResponse } from 'node:http';
import { request } from 'undici';
import { createIngestionStore } from '../../shared/aws/ingestion-store.ts';
import { profileKey } from '../../shared/aws/table.ts';
import { call, until } from '../support/api-client.ts';
import { bootLaptop } from '../support/boot-laptop.ts';
import { changeOf, testId } from '../support/changes.ts';
import { laptopTable, makeAdmin } from '../support/laptop-table.ts';
import { listen, type Listener } from '../support/listener.ts';
import { documentOf } from '../support/documents/lamps.ts';
import { newPerson, type Person } from '../support/people.ts';

/** More than is read while somebody waits, and more than a request may hold. */
const MULTI_MEGABYTE = 12 * 1024 * 1024;

let laptop: Awaited<ReturnType<typeof bootLaptop>>;
let server: Listener;
/** Requests below `/held/` that have no answer yet, by path. */
const held = new Map<string, ServerResponse[]>();
let person: Person;

beforeAll(async () => {
  server = await listen(({ url = '' }, response) => {
    if (url.startsWith('/held/')) held.set(url, [...(held.get(url) ?? []), response]);
    else response.end(documentOf(url === '/large.json' ? { operations: 30, filler: MULTI_MEGABYTE } : {}));
  });
  laptop = await bootLaptop({ flags: ['--no-demo', '--allow-upstream', server.host] });
  person = await newPerson('Hedy', laptop.url);
}, 120_000);
afterAll(async () => {
  await laptop.close();
  await server.close();
});

const api = (method: string, path: string, body?: unknown, token = person.token) =>
  call(method, path, { token, ...(body === undefined ? {} : { body }) }, laptop.url);

const read = async (id: string) => (await api('GET', `/connections/${id}`)).body.data;

const settled = (id: string) =>
  until(async () => {
    const connection = await read(id);
    return ['SUCCEEDED', 'FAILED'].includes(connection.ingestionStatus) ? connection : undefined;
  }, 60_000);

const killReader = async (): Promise<number> => {
  const { body } = await request(`${laptop.url}/_local/functions/ingest/kill`, { method: 'POST' });
  const { killed } = (await body.json()) as { killed: number };
  return killed;
};

/** The next request for a held document; a killed worker is missed after 20 s. */
const nextHeld = (path: string) => until(async () => held.get(path)?.shift(), 60_000);

describe('a document that is read in the background', () => {
  test('is read by another worker where the first one is killed; until then the old catalogue is live', async () => {
    const [slow, live] = ['/held/slow.json', '/held/live.json'];
    const connecting = (path: string) =>
      api('POST', '/connections', { name: path, documentationUrl: `${server.url}${path}` });
    const endpointsOf = async (id: string) =>
      (await api('GET', `/connections/${id}/endpoints`)).body.data.endpoints.length;

    const becomingLive = connecting(live);
    (await nextHeld(live)).end(documentOf({ operations: 3 }));
    const refreshed = (await becomingLive).body.data;
    expect(refreshed).toMatchObject({ ingestionStatus: 'SUCCEEDED', endpointCount: 3 });

    const creating = connecting(slow);
    const first = await nextHeld(slow);
    const created = await creating;
    first.destroy();
    expect(created).toMatchObject({
      status: 201,
      body: {
        data: {
          status: 'ACTIVE',
          ingestionStatus: 'QUEUED',
          ingestion: { kind: 'create', status: 'QUEUED', startedAt: null, operations: null },
          baseUrl: '',
          endpointCount: 0,
        },
      },
    });
    const { id } = created.body.data;
    await requestRefresh(refreshed.id, `${server.url}${live}`);

    const underWay = [await nextHeld(slow), await nextHeld(live)];
    expect(await read(id)).toMatchObject({ ingestionStatus: 'RUNNING', ingestion: { finishedAt: null } });
    expect(await read(refreshed.id)).toMatchObject({ ingestionStatus: 'RUNNING', endpointCount: 3 });
    expect(await killReader()).toBe(2);
    for (const response of underWay) response.destroy();

    (await nextHeld(slow)).end(documentOf());
    const again = await nextHeld(live);
    expect(await read(refreshed.id)).toMatchObject({ specHash: refreshed.specHash, endpointCount: 3 });
    expect(await endpointsOf(refreshed.id)).toBe(3);
    again.end(documentOf({ operations: 5 }));

    expect(await settled(id)).toMatchObject({
      ingestionStatus: 'SUCCEEDED',
      ingestion: { status: 'SUCCEEDED', operations: 2, problems: 0, message: null },
      baseUrl: 'https://lamps.example.com',
      endpointCount: 2,
    });
    expect(await endpointsOf(id)).toBe(2);
    const swapped = await settled(refreshed.id);
    expect(swapped).toMatchObject({ ingestionStatus: 'SUCCEEDED', endpointCount: 5 });
    expect(swapped.specHash).not.toBe(refreshed.specHash);
    expect(await endpointsOf(refreshed.id)).toBe(5);
  }, 120_000);
});

test('a large document is fetched once: its worker begins with what was fetched while somebody waited', async () => {
  const documentationUrl = `${server.url}/large.json`;
  const created = await api('POST', '/connections', { name: 'Large by address', documentationUrl });
  expect(created.body.data).toMatchObject({ ingestionStatus: 'QUEUED', documentationUrl });
  expect(await settled(created.body.data.id)).toMatchObject({
    ingestionStatus: 'SUCCEEDED',
    endpointCount: 30,
  });
  expect(server.arrivals.filter(({ path }) => path === '/large.json')).toHaveLength(1);
});

/** Asks for the document to be read again, as its route does. */
async function requestRefresh(connectionId: string, url: string): Promise<void> {
  const { table, close } = await laptopTable(laptop.url);
  const tenantId = String((await table.get(profileKey(person.userId)))?.['defaultWorkspaceId']);
  const ingestion = {
    id: testId('ing'),
    kind: 'refresh' as const,
    source: { url },
    open: [],
    requestedAt: new Date().toISOString(),
  };
  const change = changeOf({ tenantId, action: 'connection.updated' });
  const data = { tenantId, connectionId, ingestionId: ingestion.id, kind: ingestion.kind };
  const event = {
    id: testId('evt'),
    type: 'connection.ingestion_queued' as const,
    tenantId,
    time: ingestion.requestedAt,
    data,
  };
  await createIngestionStore({ table }).request(
    { tenantId, connectionId, ingestion },
    { ...change, events: [event] },
  );
  close();
}

describe('the cache of fetched documents', () => {
  test('is shown to administrators without queries, used, and cleared', async () => {
    const admin = await newPerson('Katherine', laptop.url);
    expect((await api('GET', '/admin/openapi-cache', undefined, admin.token)).status).toBe(403);
    expect((await api('DELETE', '/admin/openapi-cache', undefined, admin.token)).status).toBe(403);
    await makeAdmin(admin, laptop.url);
    await api('DELETE', '/admin/openapi-cache', undefined, admin.token);

    const documentationUrl = `${server.url}/cached.json?format=json`;
    const fetched = () => server.arrivals.filter(({ path }) => path.startsWith('/cached.json')).length;
    for (const name of ['One', 'Two']) {
      const { body } = await api('POST', '/connections', { name, documentationUrl });
      expect(body.data.ingestionStatus).toBe('SUCCEEDED');
    }
    expect(fetched()).toBe(1);

    const { body } = await api('GET', '/admin/openapi-cache', undefined, admin.token);
    expect(body.data).toMatchObject({
      size: 1,
      totalSizeBytes: expect.any(Number),
      maxSize: 100,
      maxSizeBytes: 52_428_800,
      ttl: 3600,
      entries: [{ url: `${server.url}/cached.json`, compressed: true }],
    });

    const cleared = await api('DELETE', '/admin/openapi-cache', undefined, admin.token);
    expect(cleared.body).toMatchObject({
      message: 'OpenAPI cache cleared successfully',
      data: { cleared: 1 },
    });
    expect((await api('GET', '/admin/openapi-cache', undefined, admin.token)).body.data.size).toBe(0);
    await api('POST', '/connections', { name: 'Three', documentationUrl });
    expect(fetched()).toBe(2);
  });
});
