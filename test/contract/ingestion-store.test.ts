import { createConnectionStore } from '../../shared/aws/connection-store.ts';
import { createIngestionStore } from '../../shared/aws/ingestion-store.ts';
import type { TableClient } from '../../shared/aws/table-operations.ts';
import { connectionKey, tenantPartition } from '../../shared/aws/table.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import type { Ingestion } from '../../shared/domain/ingestion.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { connectionRecord } from '../support/records.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

const AT = '2025-03-01T00:00:00.000Z';
const LATER = '2025-03-01T00:01:00.000Z';
const OLD = `sha256:${'a'.repeat(64)}`;
const NEW = `sha256:${'b'.repeat(64)}`;

/** A connection with a live catalogue and a document that is to be read again. */
async function setup({ table = dynamodb.table }: { table?: TableClient } = {}) {
  const tenantId = testId('ws');
  const connections = createConnectionStore({ table: dynamodb.table });
  const ingestions = createIngestionStore({ table });
  const connection = connectionRecord({ tenantId, specHash: OLD });
  await connections.create(connection, changeOf({ tenantId }));
  const request = async (): Promise<{ tenantId: string; connectionId: string; ingestionId: string }> => {
    const ingestion: Ingestion = { id: testId('ing'), kind: 'refresh', open: [], requestedAt: AT };
    const change = changeOf({ tenantId, action: 'connection.updated', event: 'connection.ingestion_queued' });
    await ingestions.request({ tenantId, connectionId: connection.id, ingestion }, change);
    return { tenantId, connectionId: connection.id, ingestionId: ingestion.id };
  };
  const finished = (): DomainEvent => ({
    id: testId('evt'),
    type: 'connection.ingested',
    tenantId,
    time: LATER,
    data: {},
  });
  const swap = (ref: Awaited<ReturnType<typeof request>>, specHash = NEW) =>
    ingestions.finish(ref, LATER, ({ ingestion }) => ({
      set: {
        specHash,
        ingestionStatus: 'SUCCEEDED',
        ...(ingestion === undefined ? {} : { ingestion: { ...ingestion, finishedAt: LATER } }),
      },
      events: [finished()],
    }));
  const read = () => connections.get(tenantId, connection.id);
  const events = async () => {
    const items = await dynamodb.table.query({ partition: tenantPartition(tenantId), prefix: 'OUTBOX#' });
    return items.map((item) => String(JSON.parse(String(item['event'])).type)).toSorted();
  };
  return { tenantId, connection, connections, ingestions, request, swap, read, events };
}

describe('a request to read a document', () => {
  it('is written with its event, and leaves the catalogue live', async () => {
    const { connection, request, read, events } = await setup();
    const { ingestionId } = await request();
    expect(await read()).toEqual({
      ...connection,
      ingestionStatus: 'QUEUED',
      ingestion: { id: ingestionId, kind: 'refresh', open: [], requestedAt: AT },
      updatedAt: AT,
      revision: 2,
    });
    expect(await events()).toEqual(['connection.ingestion_queued']);
  });

  it('is refused for a connection that is not there, and then nothing is written', async () => {
    const { tenantId, ingestions, events } = await setup();
    const ingestion: Ingestion = { id: testId('ing'), kind: 'refresh', open: [], requestedAt: AT };
    const change = changeOf({ tenantId, event: 'connection.ingestion_queued' });
    const refused = ingestions.request({ tenantId, connectionId: 'conn_none', ingestion }, change);
    await expect(refused).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    expect(await events()).toEqual([]);
  });
});

describe('an ingestion', () => {
  it('begins, and begins again when its worker has died, as the one that it is', async () => {
    const { ingestions, request, read } = await setup();
    const ref = await request();
    const begun = await ingestions.begin(ref, AT);
    expect(begun).toMatchObject({ specHash: OLD, ingestionStatus: 'RUNNING', ingestion: { startedAt: AT } });
    const again = await ingestions.begin(ref, LATER);
    expect(again).toMatchObject({ ingestionStatus: 'RUNNING', ingestion: { startedAt: AT } });
    expect(await read()).toEqual(again);
  });

  it('swaps what was read in by one transaction with its event', async () => {
    const { connection, ingestions, request, swap, read, events } = await setup();
    const ref = await request();
    await ingestions.begin(ref, AT);
    expect(await swap(ref)).toBe(true);
    expect(await read()).toMatchObject({
      specHash: NEW,
      ingestionStatus: 'SUCCEEDED',
      ingestion: { finishedAt: LATER },
      baseUrl: connection.baseUrl,
      updatedAt: LATER,
      revision: 4,
    });
    expect(await events()).toEqual(['connection.ingested', 'connection.ingestion_queued']);
  });

  it('that was delivered twice does nothing the second time', async () => {
    const { ingestions, request, swap, read, events } = await setup();
    const ref = await request();
    await Promise.all([ingestions.begin(ref, AT), ingestions.begin(ref, AT)]);
    const outcomes = await Promise.all([swap(ref), swap(ref), swap(ref)]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    const after = await read();
    expect(await ingestions.begin(ref, LATER)).toBeUndefined();
    expect(await swap(ref, OLD)).toBe(false);
    expect(await read()).toEqual(after);
    expect(await events()).toEqual(['connection.ingested', 'connection.ingestion_queued']);
  });

  it('yields to a newer request', async () => {
    const { ingestions, request, swap, read } = await setup();
    const stale = await request();
    await ingestions.begin(stale, AT);
    const newer = await request();
    expect(await swap(stale)).toBe(false);
    expect(await ingestions.begin(stale, AT)).toBeUndefined();
    expect(await read()).toMatchObject({ specHash: OLD, ingestionStatus: 'QUEUED' });
    expect(await swap(newer)).toBe(true);
  });

  it('yields to a delete, and brings nothing back', async () => {
    const { tenantId, connection, connections, ingestions, request, swap, read, events } = await setup();
    const ref = await request();
    await ingestions.begin(ref, AT);
    await connections.delete(tenantId, connection.id, changeOf({ tenantId, action: 'connection.deleted' }));
    expect(await swap(ref)).toBe(false);
    expect(await ingestions.begin(ref, AT)).toBeUndefined();
    expect(await read()).toBeUndefined();
    expect(await dynamodb.table.get(connectionKey({ tenantId, id: connection.id }))).toBeUndefined();
    expect(await events()).toEqual(['connection.ingestion_queued']);
  });

  it('is settled anew where the connection was changed after it was read', async () => {
    const inner = dynamodb.table;
    let reads = 0;
    const table: TableClient = {
      ...inner,
      async get(key) {
        const item = await inner.get(key);
        reads += 1;
        if (reads === 1) {
          await inner.update({
            key,
            update: 'SET #n = :n ADD revision :one',
            names: { '#n': 'name' },
            values: { ':n': 'Renamed', ':one': 1 },
          });
        }
        return item;
      },
    };
    const { request, ingestions, read } = await setup({ table });
    const ref = await request();
    const names: string[] = [];
    const swapped = await ingestions.finish(ref, LATER, ({ name }) => {
      names.push(name);
      return { set: { description: name, ingestionStatus: 'SUCCEEDED' }, events: [] };
    });
    expect(swapped).toBe(true);
    expect(names).toEqual(['Pets', 'Renamed']);
    expect(await read()).toMatchObject({ name: 'Renamed', description: 'Renamed' });
  });
});
