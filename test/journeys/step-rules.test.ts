import { call, until } from '../support/api-client.ts';
import { onlyUserOf } from '../support/only-user-of.ts';
import { newPerson } from '../support/people.ts';
import {
  breakUpstream,
  callsTo,
  connect,
  limitUpstream,
  sample,
  type Sample,
} from '../support/sample-upstreams.ts';

/** What a step does where it fails, is slow or is told to wait. */
describe('the rules of steps', () => {
  let token: string;
  let crm: Sample;
  let connectionId: string;
  let release: () => Promise<void>;
  afterAll(() => release());
  beforeAll(async () => {
    release = await onlyUserOf('crm');
    ({ token } = await newPerson('Katherine'));
    crm = await sample('crm');
    connectionId = (await connect(crm, token)).id;
  }, 60_000);

  const get = (name: string, more: object = {}, endpoint = '/contacts') => ({
    name,
    type: 'api_call',
    apiConnectionId: connectionId,
    method: 'GET',
    endpoint,
    ...more,
  });
  const say = (name: string, expression: string, more: object = {}) => ({
    name,
    type: 'transform',
    expression,
    ...more,
  });
  const start = async (steps: readonly unknown[], input: unknown = {}): Promise<string> => {
    const created = await call('POST', '/workflows', { token, body: { name: 'Rules', steps } });
    if (created.status !== 201) throw new Error(created.text);
    const { id, planHash } = created.body.data;
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    return (await call('POST', `/workflows/${id}/execute`, { token, body: { input } })).body.data.executionId;
  };
  const ended = (id: string) =>
    until(async () => {
      const { data } = (await call('GET', `/executions/${id}`, { token })).body;
      return data.status === 'completed' || data.status === 'failed' ? data : undefined;
    });
  const run = async (steps: readonly unknown[], input?: unknown) => ended(await start(steps, input));
  const stepOf = (
    execution: { steps: { id: string; startedAt: string; completedAt: string }[] },
    id: string,
  ) => execution.steps.find((step) => step.id === id);

  test('branches run beside each other, and end together', async () => {
    await breakUpstream(crm, { delayMs: 700, count: 2 });
    const steps = [
      { name: 'Both', type: 'parallel', branches: [{ steps: [get('One')] }, { steps: [get('Two')] }] },
      say('Said', '$count($keys(steps.both))'),
    ];
    const execution = await run(steps);
    expect(execution).toMatchObject({ status: 'completed', output: 2 });
    const [one, two] = [stepOf(execution, 'one'), stepOf(execution, 'two')];
    // Each began before the other ended.
    expect((one?.startedAt ?? '') < (two?.completedAt ?? '')).toBe(true);
    expect((two?.startedAt ?? '') < (one?.completedAt ?? '')).toBe(true);
  });

  test('a branch that fails lets the others end, and the run fails', async () => {
    const execution = await run([
      {
        name: 'Both',
        type: 'parallel',
        branches: [{ steps: [say('Breaks', '$error("no")')] }, { steps: [get('Fine')] }],
      },
      say('Never', '1'),
    ]);
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'TRANSFORM_FAILED' } });
    expect(stepOf(execution, 'fine')).toMatchObject({ status: 'completed' });
    expect(stepOf(execution, 'never')).toMatchObject({ status: 'pending' });
  });

  test.each<[string, unknown, string, unknown]>([
    ['fails the run', 'fail', 'failed', undefined],
    ['is passed over', 'continue', 'completed', 'nothing'],
    [
      'is handled',
      { steps: [say('Instead', 'error.code & " " & error.upstreamStatus')] },
      'completed',
      'UPSTREAM_REFUSED 404',
    ],
  ])('a step that fails for good %s', async (_name, onError, status, output) => {
    const steps = [
      get('Look', { parameters: { contactId: 'nobody' }, onError }, '/contacts/{contactId}'),
      say('Said', 'steps.look ? steps.look : "nothing"'),
    ];
    const execution = await run(steps);
    expect({ status: execution.status, output: execution.output }).toEqual({ status, output });
    expect(stepOf(execution, 'look')).toMatchObject({ status: 'failed', attempt: 1 });
  });

  test('a pass that fails gives null where the loop goes on, and ends the loop where it does not', async () => {
    const steps = (onItemError: string) => [
      {
        name: 'Each',
        type: 'loop',
        items: '{{input.list}}',
        onItemError,
        steps: [say('Half', 'item % 2 = 1 ? $error("odd") : item / 2')],
      },
    ];
    const list = [2, 3, 4];
    expect(await run(steps('continue'), { list })).toMatchObject({
      status: 'completed',
      output: [1, null, 2],
    });
    const failed = await run(steps('fail'), { list });
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'TRANSFORM_FAILED' } });
    expect(failed.steps.map((step: { id: string }) => step.id)).not.toContain('each[2].half');
  });

  test('a call that fails on the other side is tried again, as often as its step says', async () => {
    const before = (await callsTo(crm)).length;
    await breakUpstream(crm, { status: 503, count: 2 });
    const retry = { attempts: 3, backoffSeconds: 0.2 };
    const execution = await run([get('Look', { retry })]);
    expect(stepOf(execution, 'look')).toMatchObject({ status: 'completed', attempt: 3 });
    expect((await callsTo(crm)).slice(before).map(({ status }) => status)).toEqual([503, 503, 200]);
  });

  test('a call that is told to wait waits as long as it is told', async () => {
    await limitUpstream(crm, { requests: 1, perSeconds: 3 });
    try {
      const execution = await run([get('First'), get('Second')]);
      expect(execution.status).toBe('completed');
      const [first, second] = execution.steps;
      expect(Date.parse(second.completedAt) - Date.parse(first.completedAt)).toBeGreaterThanOrEqual(1_000);
    } finally {
      await limitUpstream(crm);
    }
  });

  test('a call that takes longer than its step allows is given up and says so', async () => {
    await breakUpstream(crm, { delayMs: 3_000, count: 1 });
    const execution = await run([get('Look', { timeoutSeconds: 1, retry: { attempts: 1 } })]);
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'UPSTREAM_TIMEOUT' } });
    expect(stepOf(execution, 'look')).toMatchObject({ attempt: 1 });
  });
});
