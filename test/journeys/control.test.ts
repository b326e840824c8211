import { call, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { breakUpstream, callsTo, connect, sample } from '../support/sample-upstreams.ts';

describe('stepping into an execution', () => {
  let token: string;
  let connectionId: string;
  beforeAll(async () => {
    ({ token } = await newPerson('Grace'));
    connectionId = (await connect(await sample('pet'), token)).id;
  });

  const look = (name: string, endpoint = '/pets') => ({
    name,
    type: 'api_call',
    apiConnectionId: connectionId,
    method: 'GET',
    endpoint,
    retry: { attempts: 1 },
  });
  const loopOf = (count: number) => [
    {
      name: 'Each',
      type: 'loop',
      items: '{{input.items}}',
      steps: [look('Look')],
      maxItems: count,
    },
  ];
  const make = async (name: string, steps: readonly unknown[]): Promise<string> => {
    const created = await call('POST', '/workflows', { token, body: { name, steps } });
    if (created.status !== 201) throw new Error(created.text);
    const { id, planHash } = created.body.data;
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    return id;
  };
  const execute = async (id: string, input: unknown = {}): Promise<string> =>
    (await call('POST', `/workflows/${id}/execute`, { token, body: { input } })).body.data.executionId;
  const execution = async (id: string) => (await call('GET', `/executions/${id}`, { token })).body.data;
  const reaches = (id: string, status: string) =>
    until(async () => {
      const data = await execution(id);
      return data.status === status ? data : undefined;
    });
  const control = (id: string, verb: string, body?: unknown) =>
    call('POST', `/workflows/executions/${id}/${verb}`, { token, ...(body === undefined ? {} : { body }) });

  test('a cancel in the middle of a loop stops the calls; one under way may still end', async () => {
    const pets = await sample('pet');
    const id = await execute(await make('Long', loopOf(200)), {
      items: Array.from({ length: 200 }, (_, at) => at),
    });
    await until(async () => ((await execution(id)).steps.length > 3 ? true : undefined));
    const answer = await control(id, 'cancel');
    const atAnswer = (await callsTo(pets)).length;
    expect(answer).toMatchObject({ status: 200, body: { data: { executionId: id, status: 'cancelled' } } });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect((await callsTo(pets)).length - atAnswer).toBeLessThanOrEqual(1);
    expect((await execution(id)).status).toBe('cancelled');
    expect(await control(id, 'cancel')).toMatchObject({
      status: 409,
      body: { code: 'EXECUTION_ALREADY_COMPLETED' },
    });
    expect(await control(id, 'pause')).toMatchObject({
      status: 409,
      body: { code: 'EXECUTION_NOT_RUNNING' },
    });
    expect(await control(id, 'resume')).toMatchObject({
      status: 409,
      body: { code: 'EXECUTION_NOT_PAUSED' },
    });
  });

  test('a paused execution makes no call until it is resumed, and then goes on where it was', async () => {
    const pets = await sample('pet');
    const before = (await callsTo(pets)).length;
    const id = await execute(await make('Pausing', loopOf(30)), {
      items: Array.from({ length: 30 }, (_, at) => at),
    });
    await until(async () => ((await execution(id)).steps.length > 3 ? true : undefined));
    expect(await control(id, 'pause')).toMatchObject({ status: 200, body: { data: { status: 'paused' } } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const rested = (await callsTo(pets)).length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await callsTo(pets)).length).toBe(rested);
    expect(await control(id, 'resume')).toMatchObject({ status: 200, body: { data: { status: 'running' } } });
    await reaches(id, 'completed');
    expect((await callsTo(pets)).length - before).toBe(30);
  });

  test('a retry takes the finished steps over and begins at the one that failed', async () => {
    const pets = await sample('pet');
    const id = await execute(await make('Twice', [look('First'), look('Second', '/orders')]), {});
    await reaches(id, 'completed');
    expect(await control(id, 'retry')).toMatchObject({ status: 409, body: { code: 'EXECUTION_NOT_FAILED' } });

    const workflow = await make('Breaks', [
      look('First'),
      { name: 'Wait', type: 'wait', seconds: 1 },
      look('Second', '/orders'),
    ]);
    const broken = await execute(workflow);
    await until(async () => ((await execution(broken)).steps[0].status === 'completed' ? true : undefined));
    await breakUpstream(pets, { status: 500, count: 1 });
    await reaches(broken, 'failed');
    const before = (await callsTo(pets)).length;
    const again = await control(broken, 'retry');
    expect(again).toMatchObject({ status: 202, body: { data: { retryOf: broken, stepsTakenOver: 2 } } });
    const { executionId } = again.body.data;
    const finished = await reaches(executionId, 'completed');
    expect(finished.retryOf).toBe(broken);
    const calls = (await callsTo(pets)).slice(before).map(({ path }) => path);
    expect(calls).toEqual([expect.stringContaining('/orders')]);
    expect((await execution(broken)).status).toBe('failed');
  });

  test('everything that failed in some time is run again once, and one that is done is repeated', async () => {
    const pets = await sample('pet');
    const from = new Date().toISOString();
    const workflow = await make('Fails', [look('First'), look('Second', '/orders')]);
    await breakUpstream(pets, { status: 500, count: 2 });
    const broken: string[] = [];
    for (const count of [1, 2]) {
      broken.unshift(await execute(workflow, { count }));
      await reaches(String(broken[0]), 'failed');
    }
    await reaches(await execute(workflow), 'completed');
    const to = new Date(Date.now() + 60_000).toISOString();
    const bulk = (body: Readonly<Record<string, unknown>>) =>
      call('POST', `/workflows/${workflow}/executions/retry`, { token, body: { from, to, ...body } });

    const first = await bulk({ limit: 1 });
    expect(first).toMatchObject({
      status: 202,
      body: { data: { started: [{ retryOf: broken[0] }], skipped: [] } },
    });
    const all = (await bulk({})).body.data;
    expect(all.started).toMatchObject([{ retryOf: broken[1] }]);
    expect(all.skipped).toMatchObject([{ executionId: broken[0], code: 'CONFLICT' }]);
    expect(all.nextCursor).toBeUndefined();
    expect((await bulk({})).body.data.started).toEqual([]);
    expect((await bulk({ to: from })).body.data).toEqual({ started: [], skipped: [] });
    const retried = await reaches(all.started[0].executionId, 'completed');
    expect(retried).toMatchObject({ retryOf: broken[1], input: { count: 1 } });

    const again = await control(retried.id, 'repeat');
    expect(again).toMatchObject({ status: 202, body: { data: { repeatOf: retried.id } } });
    const repeated = await reaches(again.body.data.executionId, 'completed');
    expect(repeated.input).toEqual({ count: 1 });
    expect(repeated.retryOf).toBeUndefined();
  });

  test('a write whose answer was lost waits for a decision, and goes on as decided', async () => {
    const pets = await sample('pet');
    const id = await make('Unsure', [
      {
        name: 'Add',
        type: 'api_call',
        apiConnectionId: connectionId,
        method: 'POST',
        endpoint: '/pets',
        parameters: { name: 'Rex', species: 'dog' },
        timeoutSeconds: 1,
      },
      { name: 'After', type: 'transform', expression: 'steps.add.id' },
    ]);
    await breakUpstream(pets, { delayMs: 2_500, count: 1 });
    const run = await execute(id);
    const held = await until(async () => {
      const data = await execution(run);
      return data.waitingFor === 'decision' ? data : undefined;
    });
    expect(held).toMatchObject({ status: 'running', steps: [{ id: 'add', status: 'unknown' }, {}] });
    expect(await control(run, 'steps/after/resolve', { decision: 'skip' })).toMatchObject({
      status: 409,
      body: { code: 'STEP_NOT_UNKNOWN' },
    });
    expect(
      await control(run, 'steps/add/resolve', { decision: 'done', output: { id: 'pet-7' } }),
    ).toMatchObject({ status: 200, body: { data: { stepStatus: 'completed' } } });
    expect(await reaches(run, 'completed')).toMatchObject({ output: 'pet-7' });
  });

  test('an execution that is not there has the code of the reference', async () => {
    const id = 'run_00000000000000000000000000';
    for (const verb of ['cancel', 'pause', 'resume', 'retry']) {
      expect(await control(id, verb)).toMatchObject({ status: 404, body: { code: 'EXECUTION_NOT_FOUND' } });
    }
  });
});
