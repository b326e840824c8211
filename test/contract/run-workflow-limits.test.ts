import type { EgressResponse } from '../../shared/ports.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { callStep, runnerUnderTest } from '../support/runner-under-test.ts';
import { answer as answerOf } from '../support/upstream-under-test.ts';

const HOUR = 3_600_000;
const answer = (status = 200, headers: Readonly<Record<string, string>> = {}) =>
  answerOf(status, headers, 'https://api.example.com/a');

describe('a run whose API has a limit', () => {
  let dynamodb: TestDynamoDb;
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
  });
  afterAll(() => dynamodb.close());

  const steps = [callStep('a', 'GET'), callStep('b')];
  /** What an API says that answers one call an hour. */
  const spent: EgressResponse = answer(200, {
    'ratelimit-policy': '"hourly";q=1;w=3600',
    ratelimit: '"hourly";r=0;t=3600',
  });

  test('leaves the worker while its turn is an hour away, and is at its first try then', async () => {
    const runner = runnerUnderTest(dynamodb, steps, async () => spent);
    const run = await runner.create();
    const left = await runner.invoke(run.id);
    expect(left).toEqual({ next: 'hold', until: expect.any(String) });
    expect(runner.sent.map(({ path }) => path)).toEqual(['/a']);
    expect((await runner.get(run))?.steps['b']).toMatchObject({
      status: 'waiting',
      attempt: 0,
      dueAt: left.next === 'hold' ? left.until : '',
      error: { code: 'UPSTREAM_RATE_LIMITED' },
    });
    runner.pass(HOUR + 2_000);
    expect(await runner.invoke(run.id, { owner: 'execution-2' })).toEqual({ next: 'done' });
    expect(await runner.get(run)).toMatchObject({
      status: 'completed',
      steps: { b: { status: 'completed', attempt: 1 } },
    });
    expect(runner.sent.map(({ path }) => path)).toEqual(['/a', '/b']);
  });

  test('waits by itself where the turn is near', async () => {
    const soon = answer(200, { 'ratelimit-policy': '"burst";q=1;w=8', ratelimit: '"burst";r=0;t=8' });
    const runner = runnerUnderTest(dynamodb, steps, async () => soon);
    const run = await runner.create();
    expect(await runner.invoke(run.id)).toEqual({ next: 'done' });
    expect(await runner.get(run)).toMatchObject({ status: 'completed' });
  });

  test('a refusal is no effect: the same write goes out again with the same key', async () => {
    const answers = [answer(429, { 'retry-after': '7200' }), answer()];
    const runner = runnerUnderTest(dynamodb, [callStep('b')], async () => answers.shift() ?? answer());
    const run = await runner.create();
    const left = await runner.invoke(run.id);
    expect(left).toMatchObject({ next: 'hold' });
    runner.pass(2 * HOUR + 1_000);
    await runner.invoke(run.id, { owner: 'execution-2' });
    expect(await runner.get(run)).toMatchObject({ status: 'completed', steps: { b: { attempt: 2 } } });
    expect(new Set(runner.sent.map(({ key }) => key)).size).toBe(1);
  });
});

describe('what a run costs', () => {
  let dynamodb: TestDynamoDb;
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
  });
  afterAll(() => dynamodb.close());

  test('N + 3 writes for N calls, the counts of its connection included, and no read after the first call', async () => {
    const sent: string[] = [];
    dynamodb.documents.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) => {
          sent.push(commandName);
          return next(args);
        },
      { step: 'initialize' },
    );
    const steps = ['a', 'b', 'c', 'd', 'e'].map((id) => callStep(id));
    const runner = runnerUnderTest(dynamodb, steps);
    await runner.invoke((await runner.create()).id);
    sent.length = 0;
    await runner.invoke((await runner.create()).id);
    const isWrite = (name: string) => /Put|Update|Write|Delete/.test(name);
    expect(sent.filter(isWrite)).toHaveLength(steps.length + 3);
    // Creation, the run and the health of its API are read or written first; from there on it only writes.
    expect(sent.map(isWrite).lastIndexOf(false)).toBe(3);
  });
});
