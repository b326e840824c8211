import { createEgress } from '../../shared/egress/create-egress.ts';
import type { Run } from '../../shared/domain/run.ts';
import type { Egress } from '../../shared/ports.ts';
import { changeOf } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { listen, type Listener } from '../support/listener.ts';
import { runnerUnderTest } from '../support/runner-under-test.ts';
import { approval, call, loop, wait } from '../support/steps.ts';

const RUNS = 100;
const AT = '2026-01-01T00:00:09.000Z';

describe('a hundred runs that are cancelled in the middle of their loops', () => {
  let dynamodb: TestDynamoDb;
  let upstream: Listener;
  let egress: Egress & { close(): Promise<void> };
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
    upstream = await listen();
    egress = createEgress({ allow: [upstream.host] });
  });
  afterAll(() => Promise.all([dynamodb.close(), upstream.close(), egress.close()]));

  const arrived = (run: Run): number =>
    upstream.arrivals.filter(({ headers }) => headers['idempotency-key']?.startsWith(`${run.id}:`)).length;

  const under = (steps: Parameters<typeof runnerUnderTest>[1]) => {
    const runner = runnerUnderTest(dynamodb, steps, (request) =>
      egress.request({ ...request, url: `${upstream.url}${new URL(request.url).pathname}` }),
    );
    /** As the route does: read it, and again where it has moved meanwhile. */
    const cancel = async (run: Run): Promise<number> => {
      for (;;) {
        const current = await runner.get(run);
        if (current === undefined) throw new Error('The run is gone.');
        const change = changeOf({ tenantId: runner.tenantId });
        try {
          await runner.runs.intervene({ run: current, status: 'cancelled', at: AT }, change);
          return arrived(run);
        } catch (error) {
          if (!String(error).includes('CONFLICT')) throw error;
        }
      }
    };
    return { ...runner, cancel };
  };
  const until = async (is: () => boolean): Promise<void> => {
    while (!is()) await new Promise((resolve) => setTimeout(resolve, 2));
  };

  test.each([1, 3])('with %i passes at a time, no call begins after the answer', async (concurrency) => {
    const list = Array.from({ length: 200 }, (_, at) => at);
    const runner = under([loop('each', [call('look'), call('tell', 'POST')], { concurrency })]);
    const runs: Run[] = [];
    for (let made = 0; made < RUNS; made += 1) runs.push(await runner.create({ input: { list }, steps: {} }));
    const workers = runs.map((run) => runner.invoke(run.id, { owner: `execution-of-${run.id}` }));
    const atAnswer = await Promise.all(
      runs.map(async (run) => {
        await until(() => arrived(run) >= 3);
        return runner.cancel(run);
      }),
    );
    await Promise.all(workers);
    const late = runs.map((run, at) => arrived(run) - (atAnswer[at] ?? 0));
    expect(Math.max(...late)).toBeLessThanOrEqual(concurrency);
    const ends = await Promise.all(runs.map((run) => runner.get(run)));
    expect(ends.map((end) => end?.status)).toEqual(runs.map(() => 'cancelled'));
    expect(Math.max(...runs.map(arrived))).toBeLessThan(2 * list.length);
  });

  test.each([
    ['waits for a time', wait('rest', { seconds: 600 })],
    ['waits for a person', approval('ask')],
  ])('a run that %s calls nothing after its cancel, whoever starts it', async (_name, hold) => {
    const runner = under([call('first'), hold, call('second')]);
    const run = await runner.create({ steps: {} });
    await runner.invoke(run.id);
    expect(await runner.cancel(run)).toBe(1);
    runner.pass(700_000);
    expect(await runner.invoke(run.id, { owner: 'execution-2' })).toEqual({ next: 'done' });
    expect(arrived(run)).toBe(1);
    expect((await runner.get(run))?.status).toBe('cancelled');
  });
});
