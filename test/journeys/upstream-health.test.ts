import { call, local, until } from '../support/api-client.ts';
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

/** An approved workflow of so many reads of the CRM, one after the other. */
async function workflowOf({
  token,
  connectionId,
  reads,
  retry,
}: {
  token: string;
  connectionId: string;
  reads: number;
  retry?: { attempts: number };
}): Promise<string> {
  const steps = Array.from({ length: reads }, (_, at) => ({
    name: `Read ${at}`,
    type: 'api_call',
    apiConnectionId: connectionId,
    method: 'GET',
    endpoint: at % 2 === 0 ? '/deals' : '/contacts',
    ...(retry === undefined ? {} : { retry }),
  }));
  const { body } = await call('POST', '/workflows', { token, body: { name: 'Reads', steps } });
  const { id, planHash } = body.data;
  await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
  return id;
}

async function run(token: string, workflowId: string) {
  const started = await call('POST', `/workflows/${workflowId}/execute`, { token });
  return until(async () => {
    const { data } = (await call('GET', `/executions/${started.body.data.executionId}`, { token })).body;
    return data.status === 'completed' || data.status === 'failed' ? data : undefined;
  }, 60_000);
}

/** The types of the events about a connection that are on the bus. */
async function eventsAbout(connectionId: string): Promise<readonly string[]> {
  const all: { 'detail-type': string; detail: { data: { connectionId?: string } } }[] =
    await local('/events?limit=1000');
  return all
    .filter(({ detail }) => detail.data.connectionId === connectionId)
    .map((event) => event['detail-type']);
}

let release: () => Promise<void>;
beforeAll(async () => {
  release = await onlyUserOf('crm');
}, 60_000);
afterAll(() => release());

/** Calls that only this suite makes. */
const dealsRead = async (crm: Sample) => (await callsTo(crm)).filter(({ path }) => path === '/deals');

describe('a connected API with a rate limit', () => {
  test('is never called more often by two runs at once than it allows, and both end well', async () => {
    const { token, userId } = await newPerson('Radia');
    const crm = await sample('crm');
    const { id: connectionId } = await connect(crm, token);
    const workflowId = await workflowOf({ token, connectionId, reads: 6 });
    const before = (await dealsRead(crm)).length;
    await limitUpstream(crm, { requests: 5, perSeconds: 4 });
    try {
      const ended = await Promise.all([run(token, workflowId), run(token, workflowId)]);
      expect(ended.map(({ status }) => status)).toEqual(['completed', 'completed']);
    } finally {
      await limitUpstream(crm);
    }
    const statuses = (await dealsRead(crm)).slice(before).map(({ status }) => status);
    expect(statuses).toEqual(Array.from({ length: 6 }, () => 200));

    const { data } = (await call('GET', `/connections/${connectionId}/health`, { token })).body;
    expect(data).toMatchObject({
      breaker: { state: 'closed' },
      limits: [{ name: 'default', source: 'observed', requests: 5, windowSeconds: 4 }],
      last24Hours: { calls: 12, failures: 0, throttled: 0, errorRate: 0 },
    });
    const usage = (await call('GET', `/usage?groupBy=user&connectionId=${connectionId}`, { token })).body;
    expect(usage.data).toMatchObject({ of: 'workspace', groups: [{ key: userId, calls: 12 }] });
    const shown = (await call('GET', `/connections/${connectionId}`, { token })).body.data;
    expect(shown.lastUsed).not.toBeNull();
    await until(async () =>
      (await eventsAbout(connectionId)).includes('connection.limit_near') ? true : undefined,
    );
  });
});

describe('a connected API that is down', () => {
  test('is left alone after five failures, and whoever calls it is told so', async () => {
    const { token } = await newPerson('Grace');
    const crm = await sample('crm');
    const { id: connectionId } = await connect(crm, token);
    const workflowId = await workflowOf({ token, connectionId, reads: 1, retry: { attempts: 1 } });
    const before = (await dealsRead(crm)).length;
    await breakUpstream(crm, { status: 503, count: 100 });
    try {
      for (let n = 0; n < 5; n += 1)
        expect(await run(token, workflowId)).toMatchObject({ error: { code: 'UPSTREAM_ERROR' } });
      expect(await run(token, workflowId)).toMatchObject({
        status: 'failed',
        error: { code: 'UPSTREAM_CIRCUIT_OPEN', message: expect.stringContaining('5 times in a row') },
      });
      const { endpoints } = (
        await call('GET', `/connections/${connectionId}/endpoints?search=deals&method=get`, { token })
      ).body.data;
      const path = `/connections/${connectionId}/endpoints/${encodeURIComponent(endpoints[0].id)}/try`;
      expect(await call('POST', path, { token, body: {} })).toMatchObject({
        status: 503,
        headers: { 'retry-after': expect.stringMatching(/^[1-9]\d?$/) },
        body: { code: 'UPSTREAM_CIRCUIT_OPEN', retryAfter: expect.any(Number) },
      });
    } finally {
      await breakUpstream(crm, { count: 0 });
    }
    expect((await dealsRead(crm)).slice(before)).toHaveLength(5);
    const { data } = (await call('GET', `/connections/${connectionId}/health`, { token })).body;
    expect(data).toMatchObject({
      status: 'open',
      breaker: { state: 'open', failuresInARow: 5, openUntil: expect.any(String) },
      last24Hours: { calls: 5, failures: 5, errorRate: 1 },
      lastFailure: { code: 'UPSTREAM_ERROR', status: 503 },
    });
    await until(async () =>
      (await eventsAbout(connectionId)).includes('connection.circuit_opened') ? true : undefined,
    );
  });
});
