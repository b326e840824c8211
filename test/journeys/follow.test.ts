import { call, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { breakUpstream, connect, sample } from '../support/sample-upstreams.ts';

describe('following an execution', () => {
  let token: string;
  let connectionId: string;
  beforeAll(async () => {
    ({ token } = await newPerson('Ada'));
    connectionId = (await connect(await sample('pet'), token)).id;
  });

  const look = (name: string) => ({
    name,
    type: 'api_call',
    apiConnectionId: connectionId,
    method: 'GET',
    endpoint: '/pets',
    retry: { attempts: 2, backoffSeconds: 0.2 },
  });
  const start = async (name: string, steps: readonly unknown[]): Promise<string> => {
    const created = await call('POST', '/workflows', { token, body: { name, steps } });
    if (created.status !== 201) throw new Error(created.text);
    const { id, planHash } = created.body.data;
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    return (await call('POST', `/workflows/${id}/execute`, { token, body: {} })).body.data.executionId;
  };
  const follow = async (id: string, query: Readonly<Record<string, string>> = {}) =>
    call('GET', `/executions/${id}/events?${new URLSearchParams(query).toString()}`, { token });
  /** Long polls to the end; each event with how late it came, in milliseconds. */
  const followed = async (id: string) => {
    const events: unknown[] = [];
    const lateness: number[] = [];
    let cursor: string | undefined;
    for (let asked = 0; asked < 100; asked += 1) {
      const { status, body, text } = await follow(id, { waitSeconds: '10', ...(cursor && { cursor }) });
      if (status !== 200) throw new Error(text);
      for (const event of body.data.events) {
        events.push(event);
        lateness.push(Date.now() - Date.parse(event.at));
      }
      cursor = body.data.cursor;
      if (body.data.ended) return { events, lateness, cursor };
    }
    throw new Error('The execution does not end.');
  };
  const short = (events: readonly unknown[]) =>
    // The conformance check has held each event against the published document.
    (events as { type: string; step?: string; status: string }[]).map(
      ({ type, step, status }) => `${type === 'step' ? step : 'execution'} ${status}`,
    );

  test('each change comes once, within two seconds, and the same to whoever reads it afterwards', async () => {
    await breakUpstream(await sample('pet'), { status: 503, count: 1 });
    const id = await start('Followed', [
      look('First'),
      { name: 'Rest', type: 'wait', seconds: 2 },
      { name: 'Each', type: 'loop', items: '{{steps.first}}', maxItems: 100, steps: [look('Again')] },
    ]);
    const { events, lateness, cursor } = await followed(id);
    // Where the back-off is over at once, the step is not told to wait.
    expect(
      short(events)
        .filter((event) => event !== 'first waiting')
        .slice(0, 8),
    ).toEqual([
      'execution running',
      'first running',
      'first running',
      'first completed',
      'rest waiting',
      'rest completed',
      'each running',
      'each[0].again running',
    ]);
    expect(short(events).slice(-2)).toEqual(['each completed', 'execution completed']);
    expect(short(events)).toContain('each[1].again completed');
    expect(Math.max(...lateness)).toBeLessThan(2_000);
    const afterwards = await follow(id);
    expect(afterwards.body.data.ended).toBe(true);
    expect(afterwards.body.data.events).toEqual(events);
    expect(afterwards.body.data.cursor).toBe(cursor);
    expect((await follow(id, { cursor: String(cursor), waitSeconds: '20' })).body.data).toMatchObject({
      events: [],
      ended: true,
    });
  });

  test('what people do to it is told, and a cancel ends it', async () => {
    const id = await start('Stopped', [{ name: 'Long', type: 'wait', seconds: 600 }, look('Never')]);
    await until(async () => ((await follow(id)).body.data.events.length === 2 ? true : undefined));
    const following = followed(id);
    for (const verb of ['pause', 'resume', 'cancel']) {
      expect((await call('POST', `/workflows/executions/${id}/${verb}`, { token })).status).toBe(200);
    }
    const { events } = await following;
    expect(short(events)).toEqual([
      'execution running',
      'long waiting',
      'execution paused',
      'execution running',
      'execution cancelled',
    ]);
  });

  test('where nothing changes the answer comes when the time is up, empty', async () => {
    const id = await start('Quiet', [{ name: 'Long', type: 'wait', seconds: 600 }]);
    const first = await until(async () => {
      const { data } = (await follow(id)).body;
      return data.events.length === 2 ? data : undefined;
    });
    const quiet = await follow(id, { cursor: first.cursor, waitSeconds: '1' });
    expect(quiet.body.data).toEqual({ ...first, events: [] });
    await call('POST', `/workflows/executions/${id}/cancel`, { token });
  });

  test('the second run of a version is told when it will be complete', async () => {
    const statusOf = async (id: string) =>
      (await call('GET', `/workflows/executions/${id}/status`, { token })).body.data;
    const id = await start('Estimated', [look('First'), { name: 'Rest', type: 'wait', seconds: 1 }]);
    expect((await statusOf(id)).estimatedCompletion).toBeNull();
    await followed(id);
    expect(await statusOf(id)).toMatchObject({ progress: 100, totalSteps: 2, estimatedCompletion: null });
    const { workflowId } = (await call('GET', `/executions/${id}`, { token })).body.data;
    const { executionId } = (await call('POST', `/workflows/${workflowId}/execute`, { token, body: {} })).body
      .data;
    const status = await until(async () => {
      const data = await statusOf(executionId);
      return data.progress === 50 ? data : undefined;
    });
    expect(status).toMatchObject({ currentStep: 2, totalSteps: 2 });
    expect(Date.parse(status.estimatedCompletion)).toBeGreaterThan(Date.parse(status.lastActivity));
    await followed(executionId);
  });

  test('bad requests are told what is wrong', async () => {
    const id = await start('Asked badly', [look('First')]);
    expect((await follow(id, { waitSeconds: '21' })).status).toBe(422);
    expect((await follow(id, { cursor: 'abc' })).status).toBe(422);
    expect(await follow('run_00000000000000000000000000')).toMatchObject({
      status: 404,
      body: { code: 'EXECUTION_NOT_FOUND' },
    });
  });

  test('the executions of the workspace are listed with their workflow, by status and by time', async () => {
    const id = await start('Listed', [look('First')]);
    await followed(id);
    const all = (await call('GET', '/executions?status=completed&trigger=manual&limit=1', { token })).body
      .data;
    expect(all.executions).toMatchObject([
      { id, status: 'completed', trigger: 'manual', successfulSteps: 1 },
    ]);
    expect(all.pagination.hasNext).toBe(true);
    const { nextCursor } = all.pagination;
    const next = (await call('GET', `/executions?status=completed&limit=1&cursor=${nextCursor}`, { token }))
      .body;
    expect(next.data.executions[0].id).not.toBe(id);
    expect((await call('GET', '/executions?to=2020-01-01', { token })).body.data.executions).toEqual([]);
    expect((await call('GET', '/executions?cursor=x', { token })).status).toBe(422);
  });
});
