import type { Run, RunStatus } from '../../shared/domain/run.ts';
import { changeOf } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { callStep, runnerUnderTest, sideBySide } from '../support/runner-under-test.ts';
import { EgressError } from '../../shared/domain/egress-error.ts';
import type { Egress } from '../../shared/ports.ts';

const AT = '2026-01-01T00:00:09.000Z';

describe('stepping into a run', () => {
  let dynamodb: TestDynamoDb;
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
  });
  afterAll(() => dynamodb.close());

  const under = (...args: [Parameters<typeof runnerUnderTest>[1], Egress['request']?]) => {
    const runner = runnerUnderTest(dynamodb, ...args);
    const current = async (run: Run): Promise<Run> => {
      const found = await runner.get(run);
      if (found === undefined) throw new Error('The run is gone.');
      return found;
    };
    return {
      ...runner,
      current,
      turn: async (run: Run, status: RunStatus) =>
        runner.runs.intervene(
          { run: await current(run), status, at: AT },
          changeOf({ tenantId: runner.tenantId }),
        ),
    };
  };
  const answered: Egress['request'] = async ({ url }) => ({
    status: 200,
    headers: {},
    body: Buffer.from('ok'),
    url,
  });
  const lost: Egress['request'] = async () => {
    throw new EgressError('UPSTREAM_TIMEOUT', 'No answer came in time.', { sent: true });
  };

  test('a pause during a call keeps its outcome, and a resume goes on behind it', async () => {
    const runner = under([callStep('a'), callStep('b')], async (request) => {
      if (request.url.endsWith('/a')) await runner.turn(run, 'paused');
      return answered(request);
    });
    const run = await runner.create();
    expect(await runner.invoke(run.id)).toEqual({ next: 'done' });
    expect(await runner.current(run)).toMatchObject({
      status: 'paused',
      leaseUntil: 0,
      steps: { a: { status: 'completed' } },
    });
    expect(await runner.invoke(run.id, { owner: 'early' })).toEqual({ next: 'done' });
    await runner.turn(run, 'running');
    await runner.invoke(run.id, { owner: 'execution-2' });
    expect((await runner.current(run)).status).toBe('completed');
    expect(runner.sent.map(({ path }) => path)).toEqual(['/a', '/b']);
  });

  test('a pause and a resume within one call do not stop its worker', async () => {
    const runner = under([callStep('a'), callStep('b')], async (request) => {
      if (request.url.endsWith('/a')) {
        await runner.turn(run, 'paused');
        await runner.turn(run, 'running');
      }
      return answered(request);
    });
    const run = await runner.create();
    await runner.invoke(run.id);
    expect((await runner.current(run)).status).toBe('completed');
    expect(runner.sent.map(({ path }) => path)).toEqual(['/a', '/b']);
  });

  test('a stop beside calls under way leaves the lease with them', async () => {
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const steps = [sideBySide('p', callStep('quick'), callStep('slow')), callStep('z')];
    const runner = under(steps, async (request) => {
      if (request.url.endsWith('/slow')) await slow;
      if (request.url.endsWith('/quick')) await runner.turn(run, 'paused');
      return answered(request);
    });
    const run = await runner.create();
    const running = runner.invoke(run.id);
    for (;;) if ((await runner.current(run)).steps['quick']?.status === 'completed') break;
    await runner.turn(run, 'running');
    // The calls of the first worker are still under way: nobody else may take the run.
    expect(await runner.invoke(run.id, { owner: 'execution-2' })).toEqual({ next: 'done' });
    release();
    expect(await running).toEqual({ next: 'continue' });
    await runner.invoke(run.id, { owner: 'execution-3' });
    expect(await runner.current(run)).toMatchObject({ status: 'completed' });
    expect(runner.sent.map(({ path }) => path).toSorted()).toEqual(['/quick', '/slow', '/z']);
  });

  test('an unknown step holds the run; a decision lets it go on', async () => {
    const runner = under([callStep('a'), callStep('b')], async (request) =>
      request.url.endsWith('/a') ? lost(request) : answered(request),
    );
    const run = await runner.create();
    expect(await runner.invoke(run.id)).toEqual({ next: 'done' });
    const held = await runner.current(run);
    expect(held).toMatchObject({ status: 'running', leaseUntil: 0, steps: { a: { status: 'unknown' } } });
    const record = { status: 'completed' as const, attempt: 1, startedAt: AT, output: { id: 7 } };
    await runner.runs.intervene(
      { run: held, entry: { key: 'a', record }, at: AT },
      changeOf({ tenantId: runner.tenantId }),
    );
    await runner.invoke(run.id, { owner: 'execution-2' });
    expect(await runner.current(run)).toMatchObject({
      status: 'completed',
      steps: { a: { output: { id: 7 } }, b: { status: 'completed' } },
    });
    expect(runner.sent.map(({ path }) => path)).toEqual(['/a', '/b']);
  });

  test('a decision while another branch runs is not overlooked', async () => {
    const steps = [sideBySide('p', callStep('a'), callStep('slow')), callStep('z')];
    const runner = under(steps, async (request) => {
      if (request.url.endsWith('/a')) return lost(request);
      if (request.url.endsWith('/slow')) {
        for (;;) if ((await runner.current(run)).steps['a']?.status === 'unknown') break;
        const now = await runner.current(run);
        const record = { status: 'skipped' as const, attempt: 1, startedAt: AT };
        await runner.runs.intervene(
          { run: now, entry: { key: 'a', record }, at: AT },
          changeOf({ tenantId: runner.tenantId }),
        );
      }
      return answered(request);
    });
    const run = await runner.create();
    expect(await runner.invoke(run.id)).toEqual({ next: 'continue' });
    await runner.invoke(run.id, { owner: 'execution-2' });
    expect(await runner.current(run)).toMatchObject({
      status: 'completed',
      steps: { a: { status: 'skipped' } },
    });
  });

  test('of two decisions about one step the second is refused, and so is one about a run that has moved', async () => {
    const runner = under([callStep('a')], lost);
    const run = await runner.create();
    await runner.invoke(run.id);
    const held = await runner.current(run);
    const decide = (status: 'skipped' | 'pending') =>
      runner.runs.intervene(
        { run: held, entry: { key: 'a', record: { status, attempt: 1, startedAt: AT } }, at: AT },
        changeOf({ tenantId: runner.tenantId }),
      );
    await decide('skipped');
    await expect(decide('pending')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(
      runner.runs.intervene(
        { run: held, status: 'cancelled', at: AT },
        changeOf({ tenantId: runner.tenantId }),
      ),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await runner.current(run)).steps['a']?.status).toBe('skipped');
  });
});
