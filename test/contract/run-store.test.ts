import { createRunHeads } from '../../shared/aws/run-heads.ts';
import { placeOfCursor } from '../../shared/domain/run-cursor.ts';
import { runPartition, tenantPartition } from '../../shared/aws/table.ts';
import { createWorkflowStore } from '../../shared/aws/workflow-store.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { nested, runRecord, workflowRecord } from '../support/records.ts';
import { LEASE, NOW, runStoreUnderTest } from '../support/run-store-under-test.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

const setup = () => runStoreUnderTest(dynamodb);

describe('creating a run', () => {
  it('stores it with its audit record and its event', async () => {
    const { tenantId, create, get } = setup();
    const run = await create();
    expect(await get(run)).toEqual(run);
    expect(
      await dynamodb.table.query({ partition: tenantPartition(tenantId), prefix: 'AUDIT#' }),
    ).toMatchObject([{ action: 'execution.started' }]);
  });

  it('puts the run’s own events into the run’s partition', async () => {
    const { tenantId, runs, started } = setup();
    const run = runRecord({ tenantId });
    const { audit, events } = started();
    await runs.create(run, {
      audit,
      events: events.map((event) => ({ ...event, runId: run.id, sequence: 1 })),
    });
    const rows = await dynamodb.table.query({
      partition: runPartition({ tenantId, runId: run.id }),
      prefix: 'OUTBOX#',
    });
    expect(rows).toMatchObject([{ sk: 'OUTBOX#000001' }]);
  });

  it('answers the present run where the id exists, and writes nothing', async () => {
    const { tenantId, runs, create, started } = setup();
    const run = await create();

    const answer = await runs.create({ ...run, input: 'other' }, started());

    expect(answer).toEqual({ created: false, run });
    expect(
      await dynamodb.table.query({ partition: tenantPartition(tenantId), prefix: 'AUDIT#' }),
    ).toHaveLength(1);
  });

  it('makes one run of a hundred creations at the same time', async () => {
    const { tenantId, runs, started, get } = setup();
    const run = runRecord({ tenantId });
    const answers = await Promise.all(Array.from({ length: 100 }, () => runs.create(run, started())));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(await get(run)).toEqual(run);
  });

  it.each([
    ['in the item', 100, 0],
    ['beside the item', 5_000, 0],
    ['in the bucket', 300_000, 1],
  ])('keeps an input %s when it has %d bytes', async (_, size, objects) => {
    const { bucket, create, get } = setup();
    const run = await create({ input: { text: 'x'.repeat(size), deep: nested(50) } });
    expect(bucket.objects.size).toBe(objects);
    expect(await get(run)).toEqual(run);
  });

  it('takes over more large entries than a transaction holds', async () => {
    const { create, get } = setup();
    const output = { text: 'x'.repeat(2_000) };
    const entry = { status: 'completed' as const, attempt: 1, startedAt: '2025-01-01T00:00:00.000Z', output };
    const steps = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`s${at}`, entry]));
    const stored = await get(await create({ steps }));
    expect(Object.keys(stored?.steps ?? {})).toHaveLength(150);
    expect(stored?.steps['s149']).toMatchObject({ output });
  });

  it('keeps runs in their own workspace', async () => {
    const { runs, create } = setup();
    const run = await create();
    expect(await runs.get(testId('ws'), run.id)).toBeUndefined();
  });
});

describe('claiming a run', () => {
  it('raises the fence, starts the run and answers it with its journal', async () => {
    const { create, claim, get } = setup();
    const run = await create({ input: { text: 'x'.repeat(2_000) } });

    const claimed = await claim(run);

    const at = new Date(NOW).toISOString();
    const expected = {
      ...run,
      status: 'running',
      fence: 1,
      leaseUntil: LEASE,
      startedAt: at,
      lastActivity: at,
    };
    expect(claimed).toEqual(expected);
    expect(await get(run)).toEqual(expected);
  });

  it('is refused while another worker’s lease is alive, and allowed from its end on', async () => {
    const { create, claim } = setup();
    const run = await create();
    await claim(run);
    expect(await claim(run, { now: LEASE - 1 })).toBeUndefined();
    expect(await claim(run, { now: LEASE, leaseUntil: LEASE + 1 })).toMatchObject({
      fence: 2,
      startedAt: new Date(NOW).toISOString(),
    });
  });

  it('gives the run to one of many workers', async () => {
    const { create, claim } = setup();
    const run = await create();
    const claims = await Promise.all(Array.from({ length: 30 }, () => claim(run)));
    expect(claims.filter((answer) => answer !== undefined)).toHaveLength(1);
  });

  it.each(['completed', 'failed', 'cancelled', 'paused'] as const)(
    'is refused when the run is %s',
    async (status) => {
      const { create, claim, get } = setup();
      const run = await create({ status });
      expect(await claim(run)).toBeUndefined();
      expect(await get(run)).toEqual(run);
    },
  );

  it('is refused when there is none', async () => {
    const { create, claim } = setup();
    const run = await create();
    expect(await claim({ ...run, id: 'run_none' })).toBeUndefined();
  });

  it('shows in the head that a watchdog reads', async () => {
    const { tenantId, create, claim } = setup();
    const heads = createRunHeads({ table: dynamodb.table });
    const run = await create();
    await claim(run);
    expect(await heads.get({ tenantId, runId: run.id })).toMatchObject({
      status: 'running',
      fence: 1,
      leaseUntil: LEASE,
    });
    expect(await heads.get({ tenantId, runId: 'run_none' })).toBeUndefined();
  });
});

describe('listing runs', () => {
  async function listed() {
    const { tenantId, runs, create } = setup();
    const workflows = createWorkflowStore({ table: dynamodb.table });
    const { workflow, version } = workflowRecord({ tenantId });
    await workflows.create(workflow, version, changeOf({ tenantId }));
    const statuses = ['completed', 'failed', 'completed', 'running', 'completed'] as const;
    const ids: string[] = [];
    for (const [at, status] of statuses.entries()) {
      const createdAt = `2025-01-0${at + 1}T00:00:00.000Z`;
      ids.unshift((await create({ workflowId: workflow.id, status, createdAt })).id);
    }
    await create({ workflowId: 'wf_other' });
    const list = (request: Omit<Parameters<typeof runs.list>[0], 'tenantId' | 'workflowId'>) =>
      runs.list({ tenantId, workflowId: workflow.id, ...request });
    return { workflows, workflow, tenantId, ids, list, runs };
  }

  it('gives those of one workflow, newest first, page by page', async () => {
    const { workflows, workflow, tenantId, ids, list } = await listed();
    for (const _ of ids) await workflows.touch(tenantId, workflow.id, '2025-01-05T00:00:00.000Z');

    const first = await list({ page: 1, limit: 2 });
    const last = await list({ page: 3, limit: 2 });
    const beyond = await list({ page: 4, limit: 2 });

    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(last.items.map(({ id }) => id)).toEqual(ids.slice(4));
    expect(beyond.items).toEqual([]);
    expect([first, last, beyond].map(({ total }) => total)).toEqual([5, 5, 5]);
    expect(first.nextCursor).toBeDefined();
    expect(last.nextCursor).toBeUndefined();
  });

  it('counts at least what it has seen while the workflow’s counter lags', async () => {
    const { list } = await listed();
    expect((await list({ page: 1, limit: 20 })).total).toBe(5);
  });

  it('filters by status and counts what fits', async () => {
    const { ids, list } = await listed();
    const completed = await list({ page: 2, limit: 2, status: 'completed' });
    expect(completed.total).toBe(3);
    expect(completed.items.map(({ id }) => id)).toEqual([ids[4]]);
    expect(await list({ page: 1, limit: 2, status: 'paused' })).toEqual({ items: [], total: 0 });
  });

  it('gives those of the whole workspace, of deleted workflows as well', async () => {
    const { runs, tenantId, ids } = await listed();
    const page = await runs.list({ tenantId, page: 1, limit: 3 });
    expect(page.total).toBe(6);
    const rest = await runs.list({ tenantId, page: 2, limit: 3 });
    expect(rest.items.map(({ workflowId }) => workflowId)).toContain('wf_other');
    expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  });

  it('keeps to the times, the first of which belongs to them', async () => {
    const { list, ids } = await listed();
    const found = await list({
      page: 1,
      limit: 20,
      from: '2025-01-02T00:00:00.000Z',
      to: '2025-01-04T00:00:00.000Z',
    });
    expect(found.items.map(({ id }) => id)).toEqual([ids[2], ids[3]]);
    expect(found.total).toBe(2);
  });

  it.each([{}, { from: '2025-01-02T00:00:00.000Z' }, { status: 'completed' as const }])(
    'goes on by cursor without a gap or a repeat: %j',
    async (filter) => {
      const { list } = await listed();
      const all = await list({ page: 1, limit: 100, ...filter });
      const seen: string[] = [];
      let place: { createdAt: string; id: string } | undefined;
      do {
        const page = await list({ page: 1, limit: 1, ...filter, ...(place && { after: place }) });
        seen.push(...page.items.map(({ id }) => id));
        place = page.nextCursor === undefined ? undefined : placeOfCursor(page.nextCursor);
      } while (place !== undefined);
      expect(seen).toEqual(all.items.map(({ id }) => id));
    },
  );

  it('shows another workspace nothing', async () => {
    const { runs, workflow } = await listed();
    const page = await runs.list({ tenantId: testId('ws'), workflowId: workflow.id, page: 1, limit: 20 });
    expect(page).toEqual({ items: [], total: 0 });
  });
});
