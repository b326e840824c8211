import { createAccountStore } from '../../shared/aws/account-store.ts';
import { countersKey, tenantPartition, workspaceKey } from '../../shared/aws/table.ts';
import type { Account } from '../../shared/domain/account.ts';
import { changeOf, serial, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

function setup() {
  const workspaceId = testId('ws');
  const account: Account = {
    user: { id: `user-${serial()}`, email: 'ann@example.com', name: 'Ann', role: 'USER' },
    memberships: [{ workspaceId, role: 'OWNER' }],
    defaultWorkspaceId: workspaceId,
  };
  const change = changeOf({ tenantId: workspaceId, action: 'user.registered', event: 'user.registered' });
  return { accounts: createAccountStore({ table: dynamodb.table }), account, change, workspaceId };
}

describe('accounts', () => {
  it('are undefined until they are made', async () => {
    const { accounts, account } = setup();
    expect(await accounts.get(account.user.id)).toBeUndefined();
  });

  it('come back as they were made, with their workspace, its counters, the audit record and the event', async () => {
    const { accounts, account, change, workspaceId } = setup();

    const created = await accounts.create(account, change);

    expect(created).toEqual(account);
    expect(await accounts.get(account.user.id)).toEqual(account);
    expect(await dynamodb.table.get(workspaceKey(workspaceId))).toMatchObject({ ownerId: account.user.id });
    expect(await dynamodb.table.get(countersKey(workspaceId))).toMatchObject({
      connections: 0,
      workflows: 0,
    });
    const partition = tenantPartition(workspaceId);
    expect(await dynamodb.table.query({ partition, prefix: 'AUDIT#' })).toMatchObject([
      { action: 'user.registered' },
    ]);
    expect(await dynamodb.table.query({ partition, prefix: 'OUTBOX#' })).toHaveLength(1);
  });

  it('are made once: a second creation changes nothing and answers the first', async () => {
    const { accounts, account, change } = setup();
    await accounts.create(account, change);
    const other = setup();
    const again: Account = { ...other.account, user: { ...account.user, name: 'Eve' } };

    expect(await accounts.create(again, other.change)).toEqual(account);

    expect(await accounts.get(account.user.id)).toEqual(account);
    expect(await dynamodb.table.query({ partition: tenantPartition(other.workspaceId) })).toEqual([]);
  });

  it('are made once by creations at the same time', async () => {
    const { accounts, account, change, workspaceId } = setup();

    const results = await Promise.all(Array.from({ length: 8 }, () => accounts.create(account, change)));

    expect(results).toEqual(results.map(() => account));
    expect(
      await dynamodb.table.query({ partition: tenantPartition(workspaceId), prefix: 'AUDIT#' }),
    ).toHaveLength(1);
  });

  it('record a change that touches nothing else', async () => {
    const { accounts, workspaceId } = setup();
    await accounts.record(changeOf({ tenantId: workspaceId, action: 'user.signed_in' }));
    expect(await dynamodb.table.query({ partition: tenantPartition(workspaceId) })).toMatchObject([
      { action: 'user.signed_in', details: '{"connectionId":"conn_1"}' },
    ]);
  });

  it('refuse a change that names another workspace, and write nothing', async () => {
    const { accounts, account } = setup();
    const foreign = changeOf({ tenantId: testId('ws') });
    await expect(accounts.create(account, foreign)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    expect(await accounts.get(account.user.id)).toBeUndefined();
  });
});
