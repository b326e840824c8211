import { refreshConnections } from '../../functions/refresh-connections/refresh-connections.ts';
import { createConnectionStore } from '../../shared/aws/connection-store.ts';
import { createIds } from '../../shared/aws/ids.ts';
import { createIngestionStore } from '../../shared/aws/ingestion-store.ts';
import { createMessageBatches, type SendBatch } from '../../shared/aws/message-batches.ts';
import { createNightShift } from '../../shared/aws/night-shift.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { ConnectionRef, Log } from '../../shared/ports.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { connectionRecord } from '../support/records.ts';
import { startSqs, type SqsUnderTest } from '../support/start-sqs.ts';

const AT = '2026-01-01T02:17:00.000Z';

let dynamodb: TestDynamoDb;
let sqs: SqsUnderTest;
beforeEach(async () => {
  [dynamodb, sqs] = await Promise.all([startDynamoDb(), startSqs()]);
});
afterEach(() => Promise.all([dynamodb.close(), sqs.close()]));

function setup() {
  const { table } = dynamodb;
  const connections = createConnectionStore({ table });
  const sendRefreshes = createMessageBatches({ queueUrl: sqs.queue.url, client: sqs.client });
  const checks: ConnectionRef[] = [];
  const sendChecks: SendBatch = async (messages) => {
    checks.push(...messages.map(({ message }) => JSON.parse(JSON.stringify(message))));
    return 0;
  };
  const logged: unknown[] = [];
  const line = (_: string, fields: unknown) => void logged.push(fields);
  const log: Log = { info: line, warn: line, error: line };
  return {
    logged,
    checks,
    connections,
    ingestions: createIngestionStore({ table }),
    add: async (over: Partial<Connection> = {}) => {
      const connection = connectionRecord({ tenantId: testId('ws'), ...over });
      await connections.create(connection, changeOf({ tenantId: connection.tenantId }));
      return connection;
    },
    run: ({ limit = 1000, jitterSeconds = 0, random = (): number => 0.5 } = {}) =>
      refreshConnections({
        nightShift: createNightShift({ table, sendRefreshes, sendChecks }),
        ids: createIds({
          clock: { now: () => Date.parse(AT) },
          randomBytes: (size) => Buffer.alloc(size, 7),
        }),
        random,
        log,
        limit,
        jitterSeconds,
      }),
    received: async () => {
      const all: { tenantId: string; connectionId: string; ingestionId: string; kind: string }[] = [];
      for (let got = await sqs.receive(); got.length > 0; got = await sqs.receive())
        all.push(...got.map(({ Body = '' }) => JSON.parse(Body)));
      return all;
    },
  };
}

describe('the night', () => {
  test('sends every connection that has a document, of every workspace, to be called, and to be refreshed where it has an address', async () => {
    const { add, run, received, connections, checks } = setup();
    const made = await Promise.all(Array.from({ length: 23 }, () => add()));
    const { documentationUrl: _url, ...inline } = connectionRecord({ tenantId: testId('ws') });
    await connections.create(inline, changeOf({ tenantId: inline.tenantId }));
    const { specHash: _hash, ...bare } = { ...inline, id: testId('conn') };
    await connections.create(bare, changeOf({ tenantId: bare.tenantId }));
    await run();
    const sent = await received();
    expect(sent.map(({ connectionId }) => connectionId).toSorted()).toEqual(
      made.map(({ id }) => id).toSorted(),
    );
    expect(checks.map(({ connectionId }) => connectionId).toSorted()).toEqual(
      [...made, inline].map(({ id }) => id).toSorted(),
    );
    const [first] = sent;
    expect(first).toMatchObject({ kind: 'nightly', ingestionId: expect.stringMatching(/^ing_/) });
    expect(made.find(({ id }) => id === first?.connectionId)?.tenantId).toBe(first?.tenantId);
  });

  test('follows a connection whose document gets an address, or loses it, or that is deleted', async () => {
    const { add, run, received, connections } = setup();
    const [losing, deleted] = [await add(), await add()];
    const { documentationUrl: _url, specHash: _hash, ...bare } = connectionRecord({ tenantId: testId('ws') });
    await connections.create(bare, changeOf({ tenantId: bare.tenantId }));
    const credential = { kind: 'keep' } as const;
    const gaining = { ...bare, documentationUrl: 'https://pets.example.com/new.json', revision: 2 };
    await connections.update(
      { before: bare, after: gaining, credential },
      changeOf({ tenantId: bare.tenantId }),
    );
    const { documentationUrl: _old, ...without } = losing;
    const after = { ...without, revision: 2 };
    await connections.update({ before: losing, after, credential }, changeOf({ tenantId: losing.tenantId }));
    await connections.delete(deleted.tenantId, deleted.id, changeOf({ tenantId: deleted.tenantId }));
    await run();
    expect((await received()).map(({ connectionId }) => connectionId)).toEqual([bare.id]);
  });

  test('takes as many as it may, by chance, and spreads them', async () => {
    const { add, run, received, logged } = setup();
    for (let count = 0; count < 30; count += 1) await add();
    let last = 0;
    await run({ limit: 12, jitterSeconds: 900, random: () => (last = (last + 0.37) % 1) });
    expect(logged).toEqual([{ connections: 30, refreshes: 12, checks: 12, refused: 0 }]);
    expect((await received()).length).toBeLessThan(12);
    sqs.pass(901);
    expect((await received()).length).toBeGreaterThan(0);
  });

  test('fails where the queue takes nothing, so that it is run again', async () => {
    const { add, run } = setup();
    await add();
    await sqs.close();
    await expect(run()).rejects.toThrow('did not take 1 messages');
    sqs = await startSqs();
  });
});

describe('a refresh that nobody asked for', () => {
  const begin = (connection: Connection, ingestionId: string) =>
    setup().ingestions.beginUnasked(
      { tenantId: connection.tenantId, connectionId: connection.id, ingestionId },
      AT,
    );

  test('begins, and begins again where its worker died', async () => {
    const connection = await setup().add();
    const ingestionId = testId('ing');
    const ingestion = {
      id: ingestionId,
      kind: 'refresh',
      source: { url: connection.documentationUrl },
      requestedAt: AT,
      startedAt: AT,
    };
    expect(await begin(connection, ingestionId)).toMatchObject({ ingestionStatus: 'RUNNING', ingestion });
    expect(await begin(connection, ingestionId)).toMatchObject({ ingestionStatus: 'RUNNING', ingestion });
  });

  test.each<[string, Partial<Connection>]>([
    ['inactive', { status: 'INACTIVE' }],
    ['being read', { ingestionStatus: 'RUNNING' }],
    ['about to be read', { ingestionStatus: 'QUEUED' }],
  ])('leaves a connection alone that is %s', async (_, over) => {
    expect(await begin(await setup().add(over), testId('ing'))).toBeUndefined();
  });

  test('does not begin where it is over, or the connection is gone', async () => {
    const { add } = setup();
    const over = await add();
    expect(await begin(over, over.ingestion?.id ?? '')).toBeUndefined();
    expect(await begin(connectionRecord({ tenantId: testId('ws') }), testId('ing'))).toBeUndefined();
  });
});
