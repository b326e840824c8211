import { createWorkflowStore } from '../../shared/aws/workflow-store.ts';
import { countersKey, tenantPartition } from '../../shared/aws/table.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { workflowRecord } from '../support/records.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

const LATER = '2025-03-01T00:00:00.000Z';

function setup() {
  const tenantId = testId('ws');
  const workflows = createWorkflowStore({ table: dynamodb.table });
  const create = async (over: Parameters<typeof workflowRecord>[0] = { tenantId }) => {
    const made = workflowRecord(over);
    await workflows.create(made.workflow, made.version, changeOf({ tenantId, action: 'workflow.created' }));
    return made;
  };
  const approved = () => changeOf({ tenantId, action: 'workflow.approved', event: 'workflow.approved' });
  return { tenantId, workflows, create, approved };
}

describe('workflows', () => {
  it('come back as they were stored, head and version, and are counted', async () => {
    const { tenantId, workflows, create } = setup();
    const { workflow, version } = await create();

    expect(await workflows.get(tenantId, workflow.id)).toEqual(workflow);
    expect(await workflows.getVersion(tenantId, workflow.id, 1)).toEqual(version);
    expect(await workflows.getVersion(tenantId, workflow.id, 2)).toBeUndefined();
    expect(await dynamodb.table.get(countersKey(tenantId))).toMatchObject({ workflows: 1 });
  });

  it('are not created twice', async () => {
    const { tenantId, workflows, create } = setup();
    const { workflow, version } = await create();
    await expect(workflows.create(workflow, version, changeOf({ tenantId }))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('are found in their own workspace alone', async () => {
    const { workflows, create } = setup();
    const { workflow } = await create();
    const other = setup();
    expect(await workflows.get(other.tenantId, workflow.id)).toBeUndefined();
    expect(await workflows.getVersion(other.tenantId, workflow.id, 1)).toBeUndefined();
    expect(await workflows.list(other.tenantId, { page: 1, limit: 20 })).toEqual({ items: [], total: 0 });
  });

  it('count their executions', async () => {
    const { tenantId, workflows, create } = setup();
    const { workflow } = await create();
    await Promise.all([1, 2, 3].map(() => workflows.touch(tenantId, workflow.id, LATER)));
    await workflows.touch(tenantId, 'wf_none', LATER);
    expect(await workflows.get(tenantId, workflow.id)).toEqual({
      ...workflow,
      executionCount: 3,
      lastExecuted: LATER,
    });
    expect(await workflows.get(tenantId, 'wf_none')).toBeUndefined();
  });
});

describe('listing workflows', () => {
  it('gives pages, newest first, with the total', async () => {
    const { tenantId, workflows, create } = setup();
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1) ids.unshift((await create()).workflow.id);

    const pages = await Promise.all([1, 2, 3, 4].map((page) => workflows.list(tenantId, { page, limit: 2 })));

    expect(pages.map(({ items }) => items.map(({ id }) => id))).toEqual([
      ids.slice(0, 2),
      ids.slice(2, 4),
      ids.slice(4),
      [],
    ]);
    expect(pages.map(({ total }) => total)).toEqual([5, 5, 5, 5]);
    expect(pages.map(({ nextCursor }) => nextCursor !== undefined)).toEqual([true, true, false, false]);
  });

  it('filters by status and by text of name or description, whatever its case', async () => {
    const { tenantId, workflows, create } = setup();
    await create({ tenantId, name: 'Invoices', status: 'active' });
    await create({ tenantId, description: 'about INVOICES' });
    await create({ tenantId, status: 'active' });

    const active = await workflows.list(tenantId, { page: 1, limit: 20, status: 'active' });
    const invoices = await workflows.list(tenantId, { page: 1, limit: 1, search: 'invoices' });
    const both = await workflows.list(tenantId, { page: 1, limit: 20, status: 'active', search: 'invoices' });

    expect(active).toMatchObject({ total: 2, items: [{ name: 'Adoptions' }, { name: 'Invoices' }] });
    expect(invoices).toMatchObject({ total: 2, items: [{ description: 'about INVOICES' }] });
    expect(both.items.map(({ name }) => name)).toEqual(['Invoices']);
  });
});

describe('approving a workflow', () => {
  const approval = (workflow: { tenantId: string; id: string; planHash: string; version: number }) => ({
    tenantId: workflow.tenantId,
    id: workflow.id,
    version: workflow.version,
    planHash: workflow.planHash,
    userId: 'user-9',
    at: LATER,
  });

  it('binds to the hash, makes a draft active, and is audited', async () => {
    const { tenantId, workflows, create, approved } = setup();
    const { workflow } = await create();

    const answer = await workflows.approve(approval(workflow), approved());

    expect(answer).toEqual({
      ...workflow,
      status: 'active',
      approvedHash: workflow.planHash,
      approvedBy: 'user-9',
      approvedAt: LATER,
      updatedAt: LATER,
      revision: 2,
    });
    expect(await workflows.get(tenantId, workflow.id)).toEqual(answer);
    const audit = await dynamodb.table.query({ partition: tenantPartition(tenantId), prefix: 'AUDIT#' });
    expect(audit.map((item) => item['action']).toSorted()).toEqual(['workflow.approved', 'workflow.created']);
  });

  it('leaves a paused workflow paused', async () => {
    const { tenantId, workflows, create, approved } = setup();
    const { workflow } = await create({ tenantId, status: 'paused' });
    expect(await workflows.approve(approval(workflow), approved())).toMatchObject({ status: 'paused' });
  });

  it.each([
    ['another hash', { planHash: `sha256:${'0'.repeat(64)}` }, 'PLAN_HASH_MISMATCH'],
    ['another version', { version: 2 }, 'PLAN_HASH_MISMATCH'],
    ['another workspace', { tenantId: 'ws_other' }, 'RESOURCE_NOT_FOUND'],
    ['no workflow', { id: 'wf_none' }, 'RESOURCE_NOT_FOUND'],
  ])('is refused for %s, and nothing is written', async (_, over, code) => {
    const { tenantId, workflows, create } = setup();
    const { workflow } = await create();
    const request = { ...approval(workflow), ...over };

    const answer = workflows.approve(
      request,
      changeOf({ tenantId: request.tenantId, action: 'workflow.approved' }),
    );

    await expect(answer).rejects.toMatchObject({ code });
    expect(await workflows.get(tenantId, workflow.id)).toEqual(workflow);
    expect(
      await dynamodb.table.query({ partition: tenantPartition(tenantId), prefix: 'AUDIT#' }),
    ).toHaveLength(1);
  });
});
