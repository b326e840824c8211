import type { RunStore } from '../../shared/ports.ts';
import { EgressError } from '../../shared/domain/egress-error.ts';
import type { Step } from '../../shared/domain/workflow.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { callStep, runnerUnderTest, sideBySide } from '../support/runner-under-test.ts';

/** A store whose nth boundary fails, before it is written or after: the two places where a worker may die. */
function dyingAt(runs: RunStore, nth: number, when: 'before' | 'after'): RunStore {
  let count = 0;
  return {
    ...runs,
    async commit(boundary) {
      count += 1;
      if (count === nth && when === 'before') throw new Error('died');
      const result = await runs.commit(boundary);
      if (count === nth) throw new Error('died');
      return result;
    },
  };
}

describe('the run worker', () => {
  let dynamodb: TestDynamoDb;
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
  });
  afterAll(() => dynamodb.close());

  const steps: Step[] = [callStep('a'), sideBySide('p', callStep('b'), callStep('c', 'GET')), callStep('d')];

  test('runs to the end, each step once, with a key of its own', async () => {
    const runner = runnerUnderTest(dynamodb, steps);
    const run = await runner.create();
    expect(await runner.invoke(run.id)).toEqual({ next: 'done' });
    expect(runner.sent.map(({ path }) => path).toSorted()).toEqual(['/a', '/b', '/c', '/d']);
    expect(runner.sent.map(({ key }) => key)).toContain(`${run.id}:a`);
    const stored = await runner.get(run);
    expect(stored).toMatchObject({ status: 'completed', output: { at: '/d' } });
    expect(Object.values(stored?.steps ?? {}).map(({ status }) => status)).toEqual(
      Array(4).fill('completed'),
    );
  });

  test('keeps the outcome of a step that ends while a boundary is being written', async () => {
    const runner = runnerUnderTest(dynamodb, [sideBySide('p', callStep('b'), callStep('c'))]);
    const slow: RunStore = {
      ...runner.runs,
      async commit(boundary) {
        const result = await runner.runs.commit(boundary);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return result;
      },
    };
    const run = await runner.create();
    expect(await runner.invoke(run.id, { runs: slow })).toEqual({ next: 'done' });
    expect(await runner.get(run)).toMatchObject({
      status: 'completed',
      steps: { b: { status: 'completed' }, c: { status: 'completed' } },
    });
  });

  // With the claim a is started; boundaries: a + start b c, b, c + start d, d + finish (b and c may share one).
  const deaths = [1, 2, 3, 4, 5].flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]);
  test.each(deaths)(
    'dies at boundary %i (%s it is written): nothing finished is repeated, no write twice',
    async (nth, when) => {
      const runner = runnerUnderTest(dynamodb, steps);
      const run = await runner.create();
      await runner
        .invoke(run.id, { runs: dyingAt(runner.runs, nth, when) })
        .catch((error: unknown) => expect(String(error)).toContain('died'));
      const atDeath = await runner.get(run);
      const before = new Set(
        Object.entries(atDeath?.steps ?? {}).flatMap(([id, { status }]) =>
          status === 'completed' ? [`/${id}`] : [],
        ),
      );
      const sentBefore = runner.sent.length;
      runner.passLease();
      await runner.invoke(run.id, { owner: 'execution-2' });
      const stored = await runner.get(run);
      // A write without an outcome waits for a person; everything else goes on to the end.
      const undecided = Object.values(stored?.steps ?? {}).some((step) => step.status === 'unknown');
      expect(stored?.status).toBe(undecided ? 'running' : 'completed');
      const again = runner.sent.slice(sentBefore).map(({ path }) => path);
      expect(again.filter((path) => before.has(path))).toEqual([]);
      for (const path of ['/a', '/b', '/d'])
        expect(runner.sent.filter((call) => call.path === path).length).toBeLessThanOrEqual(1);
      if (!undecided)
        expect(new Set(runner.sent.map(({ path }) => path))).toEqual(new Set(['/a', '/b', '/c', '/d']));
    },
  );

  test('a worker that the machine starts again takes over at once; a stranger waits for the lease', async () => {
    const runner = runnerUnderTest(dynamodb, [callStep('a', 'GET'), callStep('d')]);
    const run = await runner.create();
    await runner.invoke(run.id, { runs: dyingAt(runner.runs, 1, 'before') }).catch(() => undefined);
    expect(await runner.invoke(run.id, { owner: 'execution-2' })).toEqual({ next: 'done' });
    expect((await runner.get(run))?.status).toBe('running');
    await runner.invoke(run.id);
    expect((await runner.get(run))?.status).toBe('completed');
  });

  test('hands over when its time is up, and the next invocation goes on where it stopped', async () => {
    const runner = runnerUnderTest(dynamodb, steps);
    const run = await runner.create();
    expect(await runner.invoke(run.id, { remainingMs: 10_000 })).toEqual({ next: 'continue' });
    expect(runner.sent).toEqual([]);
    expect(await runner.invoke(run.id, { owner: 'execution-2' })).toEqual({ next: 'done' });
    expect((await runner.get(run))?.status).toBe('completed');
  });

  test('a cancel stops it before the next call, and what was under way is recorded', async () => {
    const runner = runnerUnderTest(dynamodb, [callStep('a'), callStep('d')], async (request) => {
      await runner.set(run, 'status', 'cancelled');
      return { status: 200, headers: {}, body: Buffer.from('done'), url: request.url };
    });
    const run = await runner.create();
    expect(await runner.invoke(run.id)).toEqual({ next: 'done' });
    expect(runner.sent.map(({ path }) => path)).toEqual(['/a']);
    expect(await runner.get(run)).toMatchObject({
      status: 'cancelled',
      steps: { a: { status: 'completed', output: 'done' } },
    });
  });

  test.each([
    [
      'a write whose answer was lost is unknown, and the run waits for a person',
      'POST',
      true,
      'unknown',
      'running',
    ],
    ['a write that never left has failed', 'POST', false, 'failed', 'failed'],
    ['a read whose answer was lost has failed', 'GET', true, 'failed', 'failed'],
  ] as const)('%s', async (_name, method, sent, status, runStatus) => {
    const runner = runnerUnderTest(dynamodb, [callStep('a', method)], async () => {
      throw new EgressError('UPSTREAM_TIMEOUT', 'No answer came in time.', { sent });
    });
    const run = await runner.create();
    await runner.invoke(run.id);
    expect(await runner.get(run)).toMatchObject({
      status: runStatus,
      steps: { a: { status, error: { code: 'UPSTREAM_TIMEOUT' } } },
    });
  });

  test('a run is driven by one worker at a time', async () => {
    const runner = runnerUnderTest(dynamodb, steps);
    const run = await runner.create();
    await Promise.all(
      Array.from({ length: 5 }, (_, n) => runner.invoke(run.id, { owner: `execution-${n}` })),
    );
    expect(runner.sent.length).toBe(4);
  });
});
