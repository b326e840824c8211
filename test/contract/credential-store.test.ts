import { createConnectionStore } from '../../shared/aws/connection-store.ts';
import { createCredentialStore } from '../../shared/aws/credential-store.ts';
import { tenantPartition } from '../../shared/aws/table.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { connectionRecord, credentialRecord } from '../support/records.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

const LATER = '2025-03-01T00:00:00.000Z';

async function setup() {
  const tenantId = testId('ws');
  const { table } = dynamodb;
  const connections = createConnectionStore({ table });
  const credentials = createCredentialStore({ table });
  const connection = connectionRecord({ tenantId });
  await connections.create(connection, changeOf({ tenantId }));
  const connectionId = connection.id;
  return {
    tenantId,
    table,
    connections,
    credentials,
    connectionId,
    stored: () => changeOf({ tenantId, action: 'credential.stored', event: 'credential.stored' }),
    deleted: () => changeOf({ tenantId, action: 'credential.deleted', event: 'credential.deleted' }),
  };
}

describe('credentials', () => {
  it('are undefined until one is stored', async () => {
    const { tenantId, credentials, connectionId } = await setup();
    expect(await credentials.getMetadata(tenantId, connectionId)).toBeUndefined();
    expect(await credentials.getSealed(tenantId, connectionId)).toBeUndefined();
  });

  it('come back sealed, and the connection names them', async () => {
    const { tenantId, connections, credentials, connectionId, stored } = await setup();
    const credential = credentialRecord({ tenantId, connectionId });

    await credentials.put(credential, stored());

    expect(await credentials.getSealed(tenantId, connectionId)).toEqual(credential);
    expect(await credentials.getMetadata(tenantId, connectionId)).toEqual(credential.metadata);
    expect(await connections.get(tenantId, connectionId)).toMatchObject({
      credentialId: credential.metadata.id,
      revision: 2,
    });
  });

  it('keep every version; the newest is live', async () => {
    const { tenantId, table, credentials, connectionId, stored } = await setup();
    const first = credentialRecord({ tenantId, connectionId });
    const second = credentialRecord({ tenantId, connectionId, version: 2 });
    await credentials.put(first, stored());
    await credentials.put(second, stored());

    expect(await credentials.getSealed(tenantId, connectionId)).toEqual(second);
    expect(await table.query({ partition: tenantPartition(tenantId), prefix: 'CREDV#' })).toMatchObject([
      { version: 1 },
      { version: 2 },
    ]);
  });

  it('let one of two writers of the same version win', async () => {
    const { tenantId, credentials, connectionId, stored } = await setup();
    const rivals = [1, 2, 3, 4].map(() => credentialRecord({ tenantId, connectionId }));

    const results = await Promise.allSettled(
      rivals.map((credential) => credentials.put(credential, stored())),
    );

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'CONFLICT' });
    }
  });

  it('are refused for a connection that is not there, or is another workspace’s', async () => {
    const { tenantId, table, credentials, connectionId, stored } = await setup();
    const other = await setup();
    const none = credentialRecord({ tenantId, connectionId: 'conn_none' });
    const foreign = credentialRecord({ tenantId: other.tenantId, connectionId });

    await expect(credentials.put(none, stored())).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(credentials.put(foreign, other.stored())).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    expect(await table.query({ partition: tenantPartition(tenantId), prefix: 'CRED' })).toEqual([]);
  });

  it('are not live after they were deactivated, but stay, and a new one can follow', async () => {
    const { tenantId, table, connections, credentials, connectionId, stored, deleted } = await setup();
    await credentials.put(credentialRecord({ tenantId, connectionId }), stored());

    await credentials.deactivate(tenantId, connectionId, LATER, deleted());

    expect(await credentials.getSealed(tenantId, connectionId)).toBeUndefined();
    expect(await credentials.getMetadata(tenantId, connectionId)).toBeUndefined();
    expect(await connections.get(tenantId, connectionId)).not.toHaveProperty('credentialId');
    const kept = await table.query({ partition: tenantPartition(tenantId), prefix: 'CREDV#' });
    expect(kept).toMatchObject([{ metadata: { isActive: false, updatedAt: LATER } }]);
    const next = credentialRecord({ tenantId, connectionId });
    await credentials.put(next, stored());
    expect(await credentials.getSealed(tenantId, connectionId)).toEqual(next);
  });

  it('cannot be deactivated where there are none', async () => {
    const { tenantId, credentials, connectionId, deleted } = await setup();
    await expect(credentials.deactivate(tenantId, connectionId, LATER, deleted())).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
  });
});
