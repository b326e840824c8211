import { runPartition, ENTRY_PREFIX } from '../../shared/aws/table.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import type { StepRecord } from '../../shared/domain/run.ts';
import { testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { ENDED, LEASE, runStoreUnderTest, STARTED } from '../support/run-store-under-test.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

const setup = () => runStoreUnderTest(dynamodb);
const AT = '2025-01-01T00:00:05.000Z';

function completedEvent(tenantId: string, runId: string): DomainEvent {
  return {
    id: testId('evt'),
    type: 'execution.completed',
    tenantId,
    runId,
    sequence: 2,
    time: AT,
    data: { runId },
  };
}

const entries = (tenantId: string, runId: string) =>
  dynamodb.table.query({ partition: runPartition({ tenantId, runId }), prefix: ENTRY_PREFIX });
const outbox = (tenantId: string, runId: string) =>
  dynamodb.table.query({ partition: runPartition({ tenantId, runId }), prefix: 'OUTBOX#' });

describe('a boundary', () => {
  it('records what ended and what starts, and keeps the lease alive', async () => {
    const { claimed, commit, get } = setup();
    const run = await claimed();

    expect(await commit(run, { steps: { find: STARTED } })).toBe('continue');
    expect(await commit(run, { steps: { find: ENDED, tell: STARTED } })).toBe('continue');

    expect(await get(run)).toMatchObject({
      status: 'running',
      steps: { find: ENDED, tell: STARTED },
      lastActivity: AT,
      leaseUntil: LEASE + 5_000,
    });
  });

  it('takes any step id, and values that no DynamoDB map would', async () => {
    const { claimed, commit, get } = setup();
    const run = await claimed();
    const steps = {
      'a.b #1 :x': { ...ENDED, output: { '': '', empty: [], none: null, big: 1e300, ключ: '💡' } },
      status: ENDED,
    };
    await commit(run, { steps });
    expect((await get(run))?.steps).toEqual(steps);
  });

  it.each([
    ['beside the item', 4_000, 1, 0],
    ['in the bucket', 400_000, 0, 1],
  ] as const)('keeps a large output %s', async (_, size, items, objects) => {
    const { tenantId, bucket, claimed, commit, get } = setup();
    const run = await claimed();
    const large: StepRecord = { ...ENDED, output: { text: 'é'.repeat(size / 2) } };

    await commit(run, { steps: { find: large, tell: ENDED } });

    const storedAt = items === 1 ? 'item' : 'bucket';
    expect((await get(run))?.steps).toEqual({ find: { ...large, storedAt }, tell: ENDED });
    expect(await entries(tenantId, run.id)).toHaveLength(items);
    expect(bucket.objects.size).toBe(objects);
  });

  it('keeps thirty large outputs of parallel branches at once', async () => {
    const { claimed, commit, get } = setup();
    const run = await claimed();
    const output = (at: number) => ({ text: `${at}`.padEnd(3_000, '.') });
    const steps = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`s${at}`, { ...ENDED, output: output(at) }]),
    );
    await commit(run, { steps });
    const stored = await get(run);
    expect(stored?.steps['s29']?.output).toEqual(output(29));
    expect(Object.keys(stored?.steps ?? {})).toHaveLength(30);
  });

  it('at the end carries output, status and events in one transaction', async () => {
    const { tenantId, claimed, commit, get } = setup();
    const run = await claimed();
    const event = completedEvent(tenantId, run.id);

    const answer = await commit(run, {
      steps: { find: ENDED },
      finish: { status: 'completed', output: { ok: true } },
      events: [event],
    });

    expect(answer).toBe('continue');
    expect(await get(run)).toMatchObject({
      status: 'completed',
      completedAt: AT,
      output: { ok: true },
      steps: { find: ENDED },
    });
    expect(await outbox(tenantId, run.id)).toMatchObject([{ event: JSON.stringify(event) }]);
  });

  it('keeps the error of a failed run, and a large output of a finished one', async () => {
    const { claimed, commit, get } = setup();
    const error = {
      code: 'UPSTREAM_ERROR',
      message: 'The pet store answered 500.',
      fix: 'Try again.',
      upstreamStatus: 500,
    } as const;
    const failed = await claimed();
    await commit(failed, { finish: { status: 'failed', error } });
    expect(await get(failed)).toMatchObject({ status: 'failed', error });

    const large = await claimed();
    const output = 'x'.repeat(9_000);
    await commit(large, { finish: { status: 'completed', output } });
    expect(await get(large)).toMatchObject({ status: 'completed', output });
  });

  it('can be written twice when the answer to the first was lost', async () => {
    const { claimed, commit, get } = setup();
    const run = await claimed();
    const finish = { status: 'completed', output: 1 } as const;
    await commit(run, { finish });
    expect(await commit(run, { finish })).toBe('continue');
    expect(await get(run)).toMatchObject({ status: 'completed', output: 1 });
  });
});

describe('a boundary of a worker that lost its lease', () => {
  it('is refused, writes no event, and overwrites no large output of the new worker', async () => {
    const { tenantId, claim, claimed, commit, get } = setup();
    const run = await claimed();
    await claim(run, { now: LEASE, leaseUntil: LEASE * 2 });
    const mine: StepRecord = { ...ENDED, output: 'new'.repeat(1_000) };
    await commit(run, { fence: 2, steps: { find: mine } });

    const late = commit(run, {
      fence: 1,
      steps: { find: { ...ENDED, output: 'old'.repeat(1_000) } },
      finish: { status: 'completed' },
      events: [completedEvent(tenantId, run.id)],
    });

    await expect(late).rejects.toMatchObject({ code: 'RUN_LEASE_LOST' });
    expect(await get(run)).toMatchObject({ status: 'running', steps: { find: { output: mine.output } } });
    expect(await outbox(tenantId, run.id)).toEqual([]);
  });

  it('is refused for a run that is not there', async () => {
    const { claimed, commit } = setup();
    const run = await claimed();
    await expect(commit({ ...run, id: 'run_none' })).rejects.toMatchObject({ code: 'RUN_LEASE_LOST' });
  });
});

describe('a boundary after somebody stopped the run', () => {
  it.each(['cancelled', 'paused'] as const)(
    'keeps the outcomes, starts nothing and leaves it %s',
    async (status) => {
      const { claimed, commit, set, get } = setup();
      const run = await claimed();
      await commit(run, { steps: { find: STARTED } });
      await set(run, 'status', status);

      expect(await commit(run, { steps: { find: ENDED, tell: STARTED } })).toBe('stopped');

      const stopped = await get(run);
      expect(stopped).toMatchObject({ status, leaseUntil: 0 });
      expect(stopped?.steps).toEqual({ find: ENDED });
    },
  );

  it('lets no late success overwrite a cancellation, and publishes none', async () => {
    const { tenantId, claimed, commit, set, get } = setup();
    const run = await claimed();
    await set(run, 'status', 'cancelled');

    const answer = await commit(run, {
      steps: { find: ENDED },
      finish: { status: 'completed', output: 1 },
      events: [completedEvent(tenantId, run.id)],
    });

    expect(answer).toBe('stopped');
    expect(await get(run)).toMatchObject({ status: 'cancelled', steps: { find: ENDED } });
    expect(await get(run)).not.toHaveProperty('output');
    expect(await outbox(tenantId, run.id)).toEqual([]);
  });
});
