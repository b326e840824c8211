import { endTurn } from '../../functions/start-triggered/end-turn.ts';
import { watchRun } from '../../functions/watch-runs/watch-run.ts';
import { waitsInLine } from '../../shared/domain/run.ts';
import { runIdFor } from '../../shared/domain/run-id.ts';
import type { Concurrency } from '../../shared/domain/workflow.ts';
import { startRun } from '../../shared/runs/start-run.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { triggersUnderTest } from '../support/triggers-under-test.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

async function setup(concurrency: Concurrency) {
  const on = triggersUnderTest(dynamodb);
  const { ports, tenantId } = on;
  const workflow = await on.aWorkflow({ concurrency });
  const of = { tenantId, workflowId: workflow.id };
  let minute = 0;
  const start = async (key = testId('key')) => {
    minute += 1;
    const now = new Date(on.clock.time + minute * 60_000).toISOString();
    const runId = runIdFor({ ...of, key });
    const { run } = await startRun({
      request: { workflow, runId, input: {}, startedBy: 'user-1', now },
      change: () => changeOf({ tenantId }),
      ports,
    });
    return run.id;
  };
  /** Ends a run as a person would, without anybody being told. */
  const end = async (runId: string) => {
    const run = await ports.runs.get(tenantId, runId);
    if (run === undefined) throw new Error('no run');
    await ports.runs.intervene({ run, status: 'cancelled', at: run.createdAt }, changeOf({ tenantId }));
  };
  return {
    ...on,
    workflow,
    of,
    start,
    end,
    told: (runId: string) => endTurn({ ...of, runId, ports }),
    line: () => ports.lines.look(of),
    waits: async (runId: string) => {
      const run = await ports.runs.get(tenantId, runId);
      return run !== undefined && waitsInLine(run);
    },
  };
}

test('as many as the limit begin; the others wait, and begin in the order in which they came', async () => {
  const on = await setup({ limit: 2, whenFull: 'queue' });
  const ids = [await on.start(), await on.start(), await on.start(), await on.start(), await on.start()];
  expect(on.started).toEqual(ids.slice(0, 2));
  expect(await on.line()).toEqual({ running: expect.arrayContaining(ids.slice(0, 2)), waiting: 3 });
  for (const [at, id] of ids.entries()) {
    await on.end(id);
    await on.told(id);
    await on.told(id);
    expect(on.started).toEqual(ids.slice(0, Math.min(at + 3, 5)));
  }
  expect(await on.line()).toEqual({ running: [], waiting: 0 });
});

test('nobody overtakes those that wait, and the same key joins once', async () => {
  const on = await setup({ limit: 1, whenFull: 'queue' });
  const first = await on.start();
  const second = await on.start('twice');
  expect(await on.start('twice')).toBe(second);
  expect(await on.line()).toMatchObject({ running: [first], waiting: 1 });
  // The place is free, and nobody has been told.
  await on.end(first);
  await on.ports.lines.free(on.of, [first]);
  const third = await on.start();
  expect(on.started).toEqual([first, second]);
  expect([await on.waits(second), await on.waits(third)]).toEqual([false, true]);
});

test('many at once leave no place empty and none taken twice', async () => {
  const on = await setup({ limit: 3, whenFull: 'queue' });
  const ids = await Promise.all(Array.from({ length: 12 }, () => on.start()));
  expect(new Set(on.started).size).toBe(3);
  for (let ended = 0; ended < ids.length; ended += 3) {
    const running = (await on.line()).running;
    expect(running).toHaveLength(3);
    await Promise.all(running.map((id) => on.end(id)));
    await Promise.all(running.flatMap((id) => [on.told(id), on.told(id)]));
  }
  expect(new Set(on.started)).toEqual(new Set(ids));
  expect(await on.line()).toEqual({ running: [], waiting: 0 });
});

test('by the other rule one more is refused, and an end that nobody was told of holds no place', async () => {
  const on = await setup({ limit: 1, whenFull: 'skip' });
  const first = await on.start();
  await expect(on.start()).rejects.toMatchObject({ code: 'WORKFLOW_BUSY' });
  expect(await on.runsOf(on.workflow.id)).toHaveLength(1);
  await on.end(first);
  const second = await on.start();
  expect(on.started).toEqual([first, second]);
  expect(await on.line()).toEqual({ running: [second], waiting: 0 });
});

test('a watchdog finds an end that nobody was told of, and lets the next begin', async () => {
  const on = await setup({ limit: 1, whenFull: 'queue' });
  const [first, second] = [await on.start(), await on.start()];
  await on.end(first);
  expect(on.started).toEqual([first]);
  await watchRun({ tenantId: on.tenantId, runId: second, ...on.ports, runs: on.ports.runHeads });
  expect(on.started).toEqual([first, second]);
});

test('who is cancelled while waiting is passed over', async () => {
  const on = await setup({ limit: 1, whenFull: 'queue' });
  const [first, second, third] = [await on.start(), await on.start(), await on.start()];
  await on.end(second);
  await on.told(second);
  expect(on.started).toEqual([first]);
  await on.end(first);
  await on.told(first);
  expect(on.started).toEqual([first, third]);
  expect(await on.line()).toEqual({ running: [third], waiting: 0 });
});

test('a limit that is lifted lets everybody in, and a higher one as many as it has places', async () => {
  const on = await setup({ limit: 1, whenFull: 'queue' });
  await Promise.all(Array.from({ length: 5 }, () => on.start()));
  expect(await on.ports.lines.advance(on.of, 3)).toHaveLength(2);
  expect(await on.ports.lines.advance(on.of, undefined)).toHaveLength(2);
  expect(await on.line()).toMatchObject({ waiting: 0 });
});
