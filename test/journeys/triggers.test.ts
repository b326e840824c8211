import { request } from 'undici';
import { call, laptopUrl, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';

const HALF_A_YEAR = { cron: '0 0 1 1,7 ? *', timezone: 'Europe/Berlin' };

describe('workflows that start by themselves', () => {
  let token: string;
  beforeAll(async () => {
    ({ token } = await newPerson('Hedy'));
  });

  const make = async (name: string, { approve = true } = {}): Promise<string> => {
    const steps = [{ id: 'echo', name: 'Echo', type: 'transform', expression: 'input' }];
    const created = await call('POST', '/workflows', { token, body: { name, steps } });
    if (created.status !== 201) throw new Error(created.text);
    const { id, planHash } = created.body.data;
    if (approve) await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    return id;
  };
  const addTrigger = async (workflowId: string, body: unknown) => {
    const created = await call('POST', `/workflows/${workflowId}/triggers`, { token, body });
    if (created.status !== 201) throw new Error(created.text);
    return created.body.data;
  };
  const triggerOf = async (workflowId: string) =>
    (await call('GET', `/workflows/${workflowId}/triggers`, { token })).body.data.triggers[0];
  const executionsOf = async (workflowId: string) =>
    (await call('GET', `/workflows/${workflowId}/executions`, { token })).body.data.executions;
  /** False where there is no such schedule. */
  const fire = async (triggerId: string): Promise<boolean> => {
    const { statusCode, body } = await request(`${laptopUrl()}/_local/schedules/${triggerId}/fire`, {
      method: 'POST',
    });
    await body.dump();
    return statusCode === 200;
  };
  const firing = (triggerId: string) => until(async () => ((await fire(triggerId)) ? true : undefined));
  const outcomeOf = (workflowId: string, outcome: string) =>
    until(async () => {
      const trigger = await triggerOf(workflowId);
      return trigger.lastOutcome?.outcome === outcome ? trigger : undefined;
    });

  test('a schedule tells its next times, and starts a run with its own input', async () => {
    const id = await make('Twice a year');
    const trigger = await addTrigger(id, {
      type: 'schedule',
      schedule: HALF_A_YEAR,
      input: { at: '{{event.time}}', kind: '{{event.type}}', fixed: 7 },
    });
    expect(trigger).toMatchObject({ type: 'schedule', enabled: true, lastFiredAt: null, lastOutcome: null });
    expect(trigger.nextFires).toHaveLength(5);
    expect(trigger.nextFires[0]).toMatch(/-(12-31T23|06-30T22):00:00\.000Z$/);

    await firing(trigger.id);
    const { lastOutcome, lastFiredAt } = await outcomeOf(id, 'fired');
    expect(lastFiredAt).toBe(lastOutcome.at);
    const run = await until(async () => {
      const { data } = (await call('GET', `/executions/${lastOutcome.executionId}`, { token })).body;
      return data.status === 'completed' ? data : undefined;
    });
    expect(run).toMatchObject({ workflowId: id, input: { kind: 'schedule', fixed: 7 } });
    expect(run.input.at).toMatch(/^\d{4}-.*Z$/);
    expect(await executionsOf(id)).toHaveLength(1);
  });

  test('a workflow that nobody approved, or that is paused, does not start, and says why', async () => {
    const id = await make('Draft', { approve: false });
    const { id: triggerId } = await addTrigger(id, { type: 'schedule', schedule: HALF_A_YEAR });
    await firing(triggerId);
    expect((await outcomeOf(id, 'skipped')).lastOutcome).toMatchObject({
      code: 'PLAN_NOT_APPROVED',
      message: expect.stringContaining('Approve version 1 first'),
    });
    const { planHash } = (await call('GET', `/workflows/${id}`, { token })).body.data;
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    await call('PATCH', `/workflows/${id}`, { token, body: { status: 'paused' } });
    await until(async () => {
      // Within one second it is the same time, which is told of once.
      await fire(triggerId);
      const { lastOutcome } = await triggerOf(id);
      return lastOutcome.code === 'WORKFLOW_PAUSED' ? true : undefined;
    });
    expect(await executionsOf(id)).toEqual([]);
  });

  test('a disabled trigger, a deleted one and that of a deleted workflow leave no schedule behind', async () => {
    const id = await make('Going');
    const first = await addTrigger(id, { type: 'schedule', schedule: { rate: '30 days' } });
    const second = await addTrigger(id, { type: 'schedule', schedule: { rate: '30 days' } });
    for (const { id: triggerId } of [first, second]) await firing(triggerId);
    const gone = (triggerId: string) => until(async () => ((await fire(triggerId)) ? undefined : true));

    const path = `/workflows/${id}/triggers`;
    const off = await call('PATCH', `${path}/${first.id}`, { token, body: { enabled: false } });
    expect(off.body.data).toMatchObject({ enabled: false, nextFires: [] });
    await gone(first.id);
    await call('PATCH', `${path}/${first.id}`, { token, body: { enabled: true } });
    await firing(first.id);
    expect((await call('DELETE', `${path}/${first.id}`, { token })).status).toBe(200);
    await gone(first.id);
    expect((await call('DELETE', `${path}/${first.id}`, { token })).status).toBe(404);

    expect((await call('DELETE', `/workflows/${id}`, { token })).status).toBe(200);
    await gone(second.id);
  });

  test('an event starts the workflow that waits for it, with what it tells; a chain of them ends', async () => {
    const first = await make('First');
    const second = await make('Second');
    const itself = await make('Itself');
    await addTrigger(second, {
      type: 'event',
      event: { pattern: { type: ['execution.completed'], data: { workflowId: [first] } } },
      input: { of: '{{event.data.executionId}}' },
    });
    await addTrigger(itself, {
      type: 'event',
      event: { pattern: { type: ['execution.completed'], data: { workflowId: [itself] } } },
    });
    const run = async (id: string) =>
      (await call('POST', `/workflows/${id}/execute`, { token, body: { input: {} } })).body.data.executionId;
    const [executionId] = [await run(first), await run(itself)];

    const { lastOutcome } = await outcomeOf(second, 'fired');
    const started = (await call('GET', `/executions/${lastOutcome.executionId}`, { token })).body.data;
    expect(started.input).toEqual({ of: executionId });
    const refused = await outcomeOf(itself, 'skipped');
    expect(refused.lastOutcome).toMatchObject({ code: 'TRIGGER_CHAIN_TOO_LONG' });
    expect(await executionsOf(itself)).toHaveLength(9);
    expect(await executionsOf(second)).toHaveLength(1);
  });

  test('a workflow with a limit runs one after the other, in the order in which they came', async () => {
    const steps = [{ id: 'rest', name: 'Rest', type: 'wait', seconds: 1 }];
    const { id, planHash } = (await call('POST', '/workflows', { token, body: { name: 'One', steps } })).body
      .data;
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    const path = `/workflows/${id}/concurrency`;
    const limit = (body: unknown) => call('PUT', path, { token, body });
    expect((await limit({ limit: 1 })).body.data).toEqual({ concurrency: { limit: 1, whenFull: 'queue' } });
    const execute = () => call('POST', `/workflows/${id}/execute`, { token, body: { input: {} } });
    const answers = [await execute(), await execute(), await execute()].map(({ body }) => body.data);
    expect(answers.map(({ status }) => status)).toEqual(['running', 'pending', 'pending']);
    expect((await call('GET', path, { token })).body.data).toMatchObject({ running: 1, waiting: 2 });
    const ended = await until(async () => {
      const list = await executionsOf(id);
      return list.every(({ status }: { status: string }) => status === 'completed') ? list : undefined;
    });
    const oldestFirst = ended.toReversed();
    expect(oldestFirst.map((run: { id: string }) => run.id)).toEqual(
      answers.map(({ executionId }) => executionId),
    );
    for (const [at, run] of oldestFirst.entries())
      if (at > 0) expect(run.startedAt >= oldestFirst[at - 1].completedAt).toBe(true);

    await limit({ limit: 1, whenFull: 'skip' });
    await execute();
    expect(await execute()).toMatchObject({ status: 409, body: { code: 'WORKFLOW_BUSY' } });
    expect((await limit({ limit: null })).body.data).toEqual({ concurrency: null });
    expect((await execute()).status).toBe(202);
  });

  test.each([
    [{ type: ['x'], data: 'y' }, 'body.event.pattern.data', 'must be an object or an array'],
    [{ detail: { a: ['x'] } }, 'body.event.pattern.detail', 'what it tells is in data'],
    [{ data: { a: [{ numeric: ['!', 1] }] } }, 'body.event.pattern.data.a[0]', 'numeric'],
  ])('the pattern %j is refused where it is wrong', async (pattern, path, words) => {
    const id = await make('Wrong pattern');
    const answer = await call('POST', `/workflows/${id}/triggers`, {
      token,
      body: { type: 'event', event: { pattern } },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'VALIDATION_ERROR' } });
    expect(answer.body.details).toEqual([{ path, message: expect.stringContaining(words) }]);
  });

  test.each([
    [{ schedule: { cron: '0 9 * * *' } }, 'body.schedule.cron', 'For example: 0 9 * * ? *.'],
    [{ schedule: { cron: '0 9 * * ? *', timezone: 'Berlin' } }, 'body.schedule.timezone', 'Europe/Berlin'],
    [{ schedule: { rate: '1 minutes' } }, 'body.schedule.rate', '1 hour'],
    [{ schedule: {} }, 'body.schedule', 'Give either'],
    [{ schedule: { cron: '0 9 * * ? 2020' } }, 'body.schedule', 'never fires'],
    [{ schedule: { rate: '1 hour', endAt: '2020-01-01T00:00:00.000Z' } }, 'body.schedule.endAt', 'future'],
    [{ schedule: { rate: '1 hour' }, input: { a: '{{steps.a.b}}' } }, 'body.input', 'start with "event."'],
  ])('%j is refused where it is wrong', async (wanted, path, words) => {
    const id = await make('Wrong');
    const answer = await call('POST', `/workflows/${id}/triggers`, {
      token,
      body: { type: 'schedule', ...wanted },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'VALIDATION_ERROR' } });
    expect(answer.body.details).toEqual([{ path, message: expect.stringContaining(words) }]);
    expect((await call('GET', `/workflows/${id}/triggers`, { token })).body.data.triggers).toEqual([]);
  });
});
