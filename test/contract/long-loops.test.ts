import type { RunStore } from '../../shared/ports.ts';
import { runKey } from '../../shared/aws/table.ts';
import type { Run } from '../../shared/domain/run.ts';
import { entriesToTakeOver } from '../../shared/engine/take-over.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { runnerUnderTest } from '../support/runner-under-test.ts';
import { answer } from '../support/upstream-under-test.ts';
import { call, loop } from '../support/steps.ts';

const ITEMS = 5_000;
const list = (count: number) => Array.from({ length: count }, (_, at) => at);

describe('a loop over many items', () => {
  let dynamodb: TestDynamoDb;
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
  });
  afterAll(() => dynamodb.close());

  const steps = [
    loop('each', [call('tell', 'POST')], { concurrency: 20, maxItems: ITEMS, collect: '{{item}}' }),
    call('last'),
  ];
  const body = Buffer.from(JSON.stringify({ text: 'x'.repeat(400) }));
  const told = {
    ...answer(200, { 'content-type': 'application/json' }, 'https://api.example.com/tell'),
    body,
  };
  const under = (over = steps) => runnerUnderTest(dynamodb, over, async () => told);
  type Runner = ReturnType<typeof under>;

  /** Bytes of the run item, as JSON. */
  const sizeOf = async (runner: Runner, run: Run): Promise<number> =>
    JSON.stringify(await dynamodb.table.get(runKey({ tenantId: runner.tenantId, runId: run.id }))).length;

  test('ends, with its results in order, each call once, and never near the limits of an item', async () => {
    const runner = under();
    const run = await runner.create({ input: { list: list(ITEMS) }, steps: {} });
    let writes = 0;
    let largest = 0;
    const measured: RunStore = {
      ...runner.runs,
      async commit(boundary) {
        writes += 1;
        if (writes % 500 === 0) largest = Math.max(largest, await sizeOf(runner, run));
        return runner.runs.commit(boundary);
      },
    };
    expect(await runner.invoke(run.id, { runs: measured })).toEqual({ next: 'done' });
    const end = await runner.get(run);
    expect(end).toMatchObject({ status: 'completed' });
    expect(end?.steps['each']?.output).toEqual(list(ITEMS));
    expect(runner.sent.length).toBe(ITEMS + 1);
    expect(new Set(runner.sent.map(({ key }) => key)).size).toBe(ITEMS + 1);
    expect(largest).toBeLessThan(200_000);
    expect(writes).toBeLessThanOrEqual(ITEMS + 3);
    expect(runner.bucket.objects.size).toBeLessThanOrEqual(ITEMS / 40);
  }, 240_000);

  test('goes on where another worker left it, and a retry where it broke off', async () => {
    let broken = true;
    const runner = runnerUnderTest(dynamodb, steps, async (request) => {
      if (!request.url.endsWith('/last') || !broken) return told;
      return { ...told, status: 400 };
    });
    const run = await runner.create({ input: { list: list(600) }, steps: {} });
    let commits = 0;
    const dying: RunStore = {
      ...runner.runs,
      async commit(boundary) {
        commits += 1;
        if (commits === 25) throw new Error('died');
        return runner.runs.commit(boundary);
      },
    };
    await expect(runner.invoke(run.id, { runs: dying })).rejects.toThrow('died');
    runner.passLease();
    await runner.invoke(run.id, { owner: 'execution-2' });
    const held = await runner.get(run);
    const unknown = Object.entries(held?.steps ?? {}).filter(([, { status }]) => status === 'unknown');
    expect(unknown.length).toBeLessThanOrEqual(20);
    expect(new Set(runner.sent.map(({ key }) => key)).size).toBe(runner.sent.length);
    broken = false;
    // A run that takes it over begins behind the passes that have ended, wherever their entries lie.
    const journal = entriesToTakeOver({ journal: held?.steps ?? {}, before: steps, after: steps });
    const before = new Set(runner.sent.map(({ key }) => key?.slice(run.id.length)));
    const again = await runner.create({ input: { list: list(600) }, steps: journal });
    await runner.invoke(again.id, { owner: 'execution-3' });
    const end = await runner.get(again);
    expect(end).toMatchObject({ status: 'completed' });
    expect(end?.steps['each']?.output).toEqual(list(600));
    const repeated = runner.sent.filter(({ key }) => key?.startsWith(again.id) === true);
    const lost = new Set(unknown.map(([key]) => `:${key}`));
    const twice = repeated
      .map(({ key }) => key?.slice(again.id.length) ?? '')
      .filter((key) => before.has(key));
    expect(twice.filter((key) => !lost.has(key))).toEqual([]);
  }, 120_000);

  test('stops within its passes that are open when it is cancelled', async () => {
    const runner = under();
    const run = await runner.create({ input: { list: list(ITEMS) }, steps: {} });
    const work = runner.invoke(run.id);
    while (runner.sent.length < 200) await new Promise((resolve) => setTimeout(resolve, 5));
    await runner.set(run, 'status', 'cancelled');
    const atCancel = runner.sent.length;
    expect(await work).toEqual({ next: 'done' });
    expect(runner.sent.length - atCancel).toBeLessThanOrEqual(20);
    expect((await runner.get(run))?.status).toBe('cancelled');
  });
});
