import { approvalIdFor } from '../../shared/domain/approval.ts';
import type { Run, StepRecord } from '../../shared/domain/run.ts';
import type { Step } from '../../shared/domain/workflow.ts';
import { createApprovalStore } from '../../shared/aws/approval-store.ts';
import { outboxShards, GSI1 } from '../../shared/aws/table.ts';
import { changeOf } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { callStep, runnerUnderTest, sideBySide } from '../support/runner-under-test.ts';
import { approval, loop } from '../support/steps.ts';

const AT = '2026-01-01T00:00:09.000Z';
const HOUR = 3_600_000;

describe('approvals of a run', () => {
  let dynamodb: TestDynamoDb;
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
  });
  afterAll(() => dynamodb.close());

  const under = (...args: [readonly Step[], Parameters<typeof runnerUnderTest>[2]?]) => {
    const runner = runnerUnderTest(dynamodb, ...args);
    const approvals = createApprovalStore({ table: dynamodb.table });
    const current = async (run: Run): Promise<Run> => (await runner.get(run)) ?? run;
    const { tenantId } = runner;
    return {
      ...runner,
      current,
      ask: (run: Run, key: string) => approvals.get(tenantId, approvalIdFor({ runId: run.id, key })),
      pending: async () => (await approvals.list({ tenantId, status: 'pending', page: 1, limit: 100 })).total,
      /** Answers `key` as of the run that was read. */
      answer: async (read: Run, key: string) => {
        const verdict = {
          decision: 'approve' as const,
          input: {},
          by: { userId: 'u', name: 'U' },
          at: AT,
          comment: null,
        };
        const record: StepRecord = {
          status: 'completed',
          attempt: 1,
          startedAt: AT,
          output: { decision: 'approve' },
        };
        const closing = { id: approvalIdFor({ runId: read.id, key }), status: 'approved' as const, verdict };
        await runner.runs.intervene(
          { run: read, entry: { key, record }, closing, at: AT },
          changeOf({ tenantId }),
        );
      },
    };
  };
  const eventsOf = async (run: Run): Promise<readonly string[]> => {
    const keys = await Promise.all(
      outboxShards().map((partition) => dynamodb.table.query({ index: GSI1.indexName, partition })),
    );
    const items = await dynamodb.table.getMany(
      keys.flat().map((item) => ({ pk: String(item['pk']), sk: String(item['sk']) })),
    );
    return items
      .map((item) => JSON.parse(String(item['event'])))
      .filter(({ data }) => data.executionId === run.id)
      .map(({ type }) => String(type))
      .toSorted();
  };

  test('of an answer and an expiry one wins, whichever is written first', async () => {
    const runner = under([approval('ask', { expiresAfterSeconds: 3600 }), callStep('b')]);
    const [answered, expired] = [await runner.create(), await runner.create()];
    for (const run of [answered, expired]) await runner.invoke(run.id);
    const reads = await Promise.all([answered, expired].map(runner.current));
    runner.pass(HOUR);

    // The worker has read the run and finds the time over; the answer is written before its boundary.
    const runs = {
      ...runner.runs,
      commit: async (boundary: Parameters<typeof runner.runs.commit>[0]) => {
        if (boundary.finish !== undefined) await runner.answer(await runner.current(answered), 'ask');
        return runner.runs.commit(boundary);
      },
    };
    expect(await runner.invoke(answered.id, { owner: 'late', runs })).toEqual({ next: 'continue' });
    await runner.invoke(answered.id, { owner: 'next' });
    expect(await runner.current(answered)).toMatchObject({
      status: 'completed',
      steps: { ask: { status: 'completed' }, b: { status: 'completed' } },
    });
    expect(await runner.ask(answered, 'ask')).toMatchObject({ status: 'approved' });

    await runner.invoke(expired.id, { owner: 'in-time' });
    const [, read] = reads;
    if (read === undefined) throw new Error('Nothing was read.');
    await expect(runner.answer(read, 'ask')).rejects.toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    expect(await runner.current(expired)).toMatchObject({
      status: 'failed',
      error: { code: 'APPROVAL_EXPIRED' },
    });
    expect(await runner.ask(expired, 'ask')).toMatchObject({ status: 'expired' });
    expect(await eventsOf(expired)).toEqual(
      expect.arrayContaining(['approval.expired', 'approval.requested']),
    );
  });

  test('what a run still asks is taken back when it fails or is cancelled', async () => {
    const steps = [sideBySide('p', approval('ask'), callStep('breaks'))];
    const failing = under(steps, async ({ url }) => ({
      status: 404,
      headers: {},
      body: Buffer.from(''),
      url,
    }));
    const run = await failing.create();
    await failing.invoke(run.id);
    expect((await failing.current(run)).status).toBe('failed');
    expect(await failing.ask(run, 'ask')).toMatchObject({ status: 'cancelled' });

    const waiting = under([approval('ask')]);
    const held = await waiting.create();
    await waiting.invoke(held.id);
    expect(await waiting.pending()).toBe(1);
    const read = await waiting.current(held);
    await waiting.runs.intervene(
      { run: read, status: 'cancelled', at: AT },
      changeOf({ tenantId: waiting.tenantId }),
    );
    expect(await waiting.ask(held, 'ask')).toMatchObject({ status: 'cancelled', closedAt: AT });
    expect(await waiting.pending()).toBe(0);
  });

  test('a pause that comes before the question leaves it to be asked after the resume', async () => {
    const runner = under([callStep('a'), approval('ask')], async ({ url }) => {
      const read = await runner.current(run);
      await runner.runs.intervene(
        { run: read, status: 'paused', at: AT },
        changeOf({ tenantId: runner.tenantId }),
      );
      return { status: 200, headers: {}, body: Buffer.from(''), url };
    });
    const run = await runner.create();
    await runner.invoke(run.id);
    expect((await runner.current(run)).steps['ask']).toBeUndefined();
    const read = await runner.current(run);
    await runner.runs.intervene(
      { run: read, status: 'running', at: AT },
      changeOf({ tenantId: runner.tenantId }),
    );
    await runner.invoke(run.id, { owner: 'execution-2' });
    expect(await runner.ask(run, 'ask')).toMatchObject({ status: 'pending', message: 'Shall we?' });
    expect((await eventsOf(run)).filter((type) => type === 'approval.requested')).toHaveLength(1);
  });

  test('more questions at once than a transaction takes are all asked', async () => {
    const inner = loop('inner', [approval('ask')], { concurrency: 20 });
    const runner = under([loop('outer', [inner], { concurrency: 5 })]);
    const run = await runner.create({ input: { list: Array.from({ length: 20 }, (_, at) => at) } });
    await runner.invoke(run.id);
    expect(await runner.pending()).toBe(100);
    expect(
      Object.values((await runner.current(run)).steps).filter(({ status }) => status === 'held'),
    ).toHaveLength(100);
  });
});
