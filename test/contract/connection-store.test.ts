import { createConnectionStore } from '../../shared/aws/connection-store.ts';
import { createCredentialStore } from '../../shared/aws/credential-store.ts';
import type { TableClient } from '../../shared/aws/table-operations.ts';
import { countersKey, tenantPartition } from '../../shared/aws/table.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { connectionRecord, credentialRecord } from '../support/records.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

function setup() {
  const tenantId = testId('ws');
  const { table } = dynamodb;
  return {
    tenantId,
    table,
    connections: createConnectionStore({ table }),
    credentials: createCredentialStore({ table }),
    created: changeOf({ tenantId, event: 'connection.created' }),
    updated: () => changeOf({ tenantId, action: 'connection.updated', event: 'connection.updated' }),
    deleted: () => changeOf({ tenantId, action: 'connection.deleted', event: 'connection.deleted' }),
    count: async () => (await table.get(countersKey(tenantId)))?.['connections'],
  };
}

describe('connections', () => {
  it('come back as they were stored, counted, audited and announced', async () => {
    const { tenantId, table, connections, created, count } = setup();
    const connection = connectionRecord({ tenantId });

    await connections.create(connection, created);

    expect(await connections.get(tenantId, connection.id)).toEqual(connection);
    expect(await count()).toBe(1);
    expect(await table.query({ partition: tenantPartition(tenantId), prefix: 'AUDIT#' })).toHaveLength(1);
    expect(await table.query({ partition: tenantPartition(tenantId), prefix: 'OUTBOX#' })).toHaveLength(1);
  });

  it('come back without members that they do not have', async () => {
    const { tenantId, connections, created } = setup();
    const { documentationUrl: _url, specHash: _hash, ...bare } = connectionRecord({ tenantId });
    await connections.create(bare, created);
    expect(await connections.get(tenantId, bare.id)).toEqual(bare);
  });

  it('are not created twice, and then nothing is counted or audited', async () => {
    const { tenantId, table, connections, created, count } = setup();
    const connection = connectionRecord({ tenantId });
    await connections.create(connection, created);

    const again = connections.create(connection, changeOf({ tenantId }));

    await expect(again).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await count()).toBe(1);
    expect(await table.query({ partition: tenantPartition(tenantId), prefix: 'AUDIT#' })).toHaveLength(1);
  });

  it('are found in their own workspace alone', async () => {
    const { tenantId, connections, created, deleted } = setup();
    const connection = connectionRecord({ tenantId });
    await connections.create(connection, created);
    const other = setup();

    expect(await connections.get(other.tenantId, connection.id)).toBeUndefined();
    expect(await connections.getMany(other.tenantId, [connection.id])).toEqual([]);
    expect(await connections.listAll(other.tenantId)).toEqual([]);
    await expect(connections.delete(other.tenantId, connection.id, other.deleted())).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    await connections.delete(tenantId, connection.id, deleted());
  });

  it('are listed oldest first, without their credentials', async () => {
    const { tenantId, connections } = setup();
    const three = [1, 2, 3].map(() => connectionRecord({ tenantId }));
    for (const connection of three) {
      const credential = credentialRecord({ tenantId, connectionId: connection.id });
      await connections.create(connection, changeOf({ tenantId }), credential);
    }
    expect((await connections.listAll(tenantId)).map(({ id }) => id)).toEqual(three.map(({ id }) => id));
  });

  it('are read by id, each once, whatever is asked twice or does not exist', async () => {
    const { tenantId, connections, created } = setup();
    const connection = connectionRecord({ tenantId });
    await connections.create(connection, created);
    expect(await connections.getMany(tenantId, [connection.id, connection.id, 'conn_none'])).toEqual([
      connection,
    ]);
    expect(await connections.getMany(tenantId, [])).toEqual([]);
  });

  it('remember their last use without a new revision; a use of none makes none', async () => {
    const { tenantId, connections, created } = setup();
    const connection = connectionRecord({ tenantId });
    await connections.create(connection, created);

    await connections.touch(tenantId, connection.id, '2025-02-01T00:00:00.000Z');
    await connections.touch(tenantId, 'conn_none', '2025-02-01T00:00:00.000Z');

    const lastUsed = '2025-02-01T00:00:00.000Z';
    expect(await connections.listAll(tenantId)).toEqual([{ ...connection, lastUsed }]);
  });

  it('are updated in what differs, and a use that was remembered meanwhile stays', async () => {
    const { tenantId, connections, created, updated } = setup();
    const before = connectionRecord({ tenantId });
    await connections.create(before, created);
    await connections.touch(tenantId, before.id, '2025-02-01T00:00:00.000Z');
    const { documentationUrl: _url, ...rest } = before;
    const after = { ...rest, name: 'Beasts', status: 'INACTIVE' as const, revision: 2 };

    await connections.update({ before, after, credential: { kind: 'keep' } }, updated());

    const lastUsed = '2025-02-01T00:00:00.000Z';
    expect(await connections.get(tenantId, before.id)).toEqual({ ...after, lastUsed });
  });

  it('are not updated from a state that is past, nor when they are gone, and then nothing is audited', async () => {
    const { tenantId, table, connections, credentials, created, updated, deleted } = setup();
    const before = connectionRecord({ tenantId });
    await connections.create(before, created);
    const after = { ...before, name: 'Beasts', revision: 2 };
    const update = () => connections.update({ before, after, credential: { kind: 'keep' } }, updated());
    const audits = async () =>
      (await table.query({ partition: tenantPartition(tenantId), prefix: 'AUDIT#' })).length;

    // A new credential is a change of the connection as well.
    await credentials.put(credentialRecord({ tenantId, connectionId: before.id }), changeOf({ tenantId }));
    await expect(update()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await audits()).toBe(2);
    await connections.delete(tenantId, before.id, deleted());
    await expect(update()).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    expect(await audits()).toBe(3);
    expect(await connections.get(tenantId, before.id)).toBeUndefined();
  });

  it('are all there after creations at the same time, and the counter is exact', async () => {
    const { tenantId, connections, count } = setup();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        connections.create(connectionRecord({ tenantId }), changeOf({ tenantId })),
      ),
    );
    expect(await connections.listAll(tenantId)).toHaveLength(20);
    expect(await count()).toBe(20);
  });
});

describe('deleting a connection', () => {
  it('leaves nothing of it but the audit records and events', async () => {
    const { tenantId, table, connections, credentials, created, deleted, count } = setup();
    const connection = connectionRecord({ tenantId });
    await connections.create(
      connection,
      created,
      credentialRecord({ tenantId, connectionId: connection.id }),
    );
    const second = credentialRecord({ tenantId, connectionId: connection.id, version: 2 });
    await credentials.put(second, changeOf({ tenantId, action: 'credential.stored' }));

    await connections.delete(tenantId, connection.id, deleted());

    const left = await table.query({ partition: tenantPartition(tenantId) });
    expect(left.map((item) => String(item['sk']).split('#')[0]).toSorted()).toEqual([
      'AUDIT',
      'AUDIT',
      'AUDIT',
      'COUNTERS',
      'OUTBOX',
      'OUTBOX',
    ]);
    expect(await count()).toBe(0);
  });

  it('takes more versions of a credential than one transaction holds', async () => {
    const { tenantId, table, connections, credentials, created, deleted } = setup();
    const connection = connectionRecord({ tenantId });
    await connections.create(connection, created);
    for (let version = 1; version <= 105; version += 1) {
      const credential = credentialRecord({
        tenantId,
        connectionId: connection.id,
        version,
        id: 'cred_same',
      });
      await credentials.put(credential, changeOf({ tenantId, action: 'credential.stored' }));
    }

    await connections.delete(tenantId, connection.id, deleted());

    expect(await table.query({ partition: tenantPartition(tenantId), prefix: 'CRED' })).toEqual([]);
  });

  it('is refused for one that is not there, and then nothing is audited', async () => {
    const { tenantId, table, connections, deleted } = setup();
    await expect(connections.delete(tenantId, 'conn_none', deleted())).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    expect(await table.query({ partition: tenantPartition(tenantId) })).toEqual([]);
  });

  it('begins again when a credential is stored after its versions were read', async () => {
    const { tenantId, table, connections, credentials, created, deleted } = setup();
    const connection = connectionRecord({ tenantId });
    await connections.create(connection, created);
    const late = credentialRecord({ tenantId, connectionId: connection.id });
    let reads = 0;
    const interrupted: TableClient = {
      ...table,
      async query(query) {
        const items = await table.query(query);
        if (query.prefix?.startsWith('CREDV#') !== true) return items;
        reads += 1;
        if (reads === 1) await credentials.put(late, changeOf({ tenantId, action: 'credential.stored' }));
        return items;
      },
    };

    await createConnectionStore({ table: interrupted }).delete(tenantId, connection.id, deleted());

    expect(reads).toBe(2);
    expect(await table.query({ partition: tenantPartition(tenantId), prefix: 'C' })).toMatchObject([
      { sk: 'COUNTERS' },
    ]);
  });

  it('leaves no ciphertext behind when a credential is stored at the same time', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { tenantId, table, connections, credentials, created, deleted } = setup();
      const connection = connectionRecord({ tenantId });
      await connections.create(connection, created);
      const credential = credentialRecord({ tenantId, connectionId: connection.id });

      const [stored, removed] = await Promise.allSettled([
        credentials.put(credential, changeOf({ tenantId, action: 'credential.stored' })),
        connections.delete(tenantId, connection.id, deleted()),
      ]);

      expect(removed.status).toBe('fulfilled');
      if (stored.status === 'rejected') expect(stored.reason).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
      expect(await table.query({ partition: tenantPartition(tenantId), prefix: 'C' })).toMatchObject([
        { sk: 'COUNTERS' },
      ]);
    }
  });
});
