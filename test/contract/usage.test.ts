import { tallyOf } from '../../shared/domain/upstream/usage.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { aConnection } from '../support/route-fixtures.ts';
import { addMember, makeTenant, type TestPerson } from '../support/tenants.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const HOUR = 3_600_000;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

async function setup() {
  const tenant = await makeTenant(api);
  const editor = await addMember({ api, workspaces: { [tenant.id]: 'EDITOR' } });
  const connectionId = await aConnection(tenant);
  const whose = { tenantId: tenant.id, connectionId };
  const use = (
    person: TestPerson,
    over: { ago?: number; status?: number; ms?: number; on?: string } = {},
  ) => {
    const { ago = 0, status = 200, ms = 30, on = connectionId } = over;
    const tally = tallyOf({ at: Date.now() - ago, ms, status });
    return api.ports.usage.add({ tenantId: tenant.id, connectionId: on, userId: person.userId, tally });
  };
  const get = async (path: 'getUsage' | 'getConnectionHealth', query = {}, caller = tenant.owner) => {
    const params = path === 'getUsage' ? {} : { params: { id: connectionId } };
    const answer = await api.callRoute({ operationId: path, caller, query, ...params });
    expect(answer.faults).toEqual([]);
    return answer;
  };
  return { tenant, editor, connectionId, whose, use, get, upstreams: api.ports.upstreams };
}

describe('the health of a connection', () => {
  test('that nobody has called is unknown', async () => {
    const { get } = await setup();
    expect((await get('getConnectionHealth')).body.data).toMatchObject({
      status: 'unknown',
      breaker: { state: 'closed', openUntil: null, failuresInARow: 0 },
      limits: [],
      pausedUntil: null,
      lastFailure: null,
      last24Hours: { calls: 0, errorRate: null, p50Ms: null, lastUsed: null },
    });
  });

  test('counts the calls of the last 24 hours of everybody, and no older ones', async () => {
    const { get, use, tenant, editor } = await setup();
    await use(tenant.owner, { ms: 30 });
    await use(tenant.owner, { ms: 400, status: 404 });
    await use(editor, { ms: 8_000, status: 503 });
    await use(editor, { status: 429 });
    await use(editor, { ago: 26 * HOUR });
    const { data } = (await get('getConnectionHealth')).body;
    expect(data).toMatchObject({
      status: 'degraded',
      last24Hours: { calls: 4, failures: 1, throttled: 1, refused: 1, errorRate: 0.25, averageMs: 2115 },
    });
    expect(data.last24Hours.p95Ms).toBeGreaterThan(5_000);
    expect(Date.now() - Date.parse(data.last24Hours.lastUsed)).toBeLessThan(60_000);
  });

  test('shows limits, pauses and the breaker', async () => {
    const { get, upstreams, whose } = await setup();
    const now = Date.now();
    const budget = {
      name: 'burst',
      source: 'observed' as const,
      limit: 10,
      windowMs: 60_000,
      taken: 4,
      resetAt: now + 60_000,
      since: now,
    };
    await upstreams.learn(whose, budget, 1);
    const limit = { name: 'burst', source: 'observed', requests: 10, windowSeconds: 60, remaining: 6 };
    expect((await get('getConnectionHealth')).body.data).toMatchObject({
      status: 'unknown',
      limits: [limit],
    });
    await upstreams.exhaust(whose, budget, now + 60_000);
    expect((await get('getConnectionHealth')).body.data).toMatchObject({
      status: 'limited',
      limits: [{ ...limit, remaining: 0, resetAt: new Date(now + 60_000).toISOString() }],
    });
    await upstreams.block(whose, now + 30_000);
    const failure = { at: new Date(now).toISOString(), code: 'UPSTREAM_ERROR' as const, status: 502 };
    for (let n = 0; n < 5; n += 1) await upstreams.fail(whose, failure);
    await upstreams.open(whose, now + 30_000, {
      id: 'evt_1',
      type: 'connection.circuit_opened',
      tenantId: whose.tenantId,
      time: failure.at,
      data: {},
    });
    expect((await get('getConnectionHealth')).body.data).toMatchObject({
      status: 'open',
      breaker: { state: 'open', failuresInARow: 5, openUntil: new Date(now + 30_000).toISOString() },
      pausedUntil: new Date(now + 30_000).toISOString(),
      lastFailure: failure,
    });
  });

  test('a limit that a person has set is shown in place of what is observed', async () => {
    const { get, tenant, connectionId } = await setup();
    const rateLimit = { requests: 5, perSeconds: 10 };
    await tenant.make('patchConnection', { params: { id: connectionId }, body: { rateLimit } });
    expect((await get('getConnectionHealth')).body.data.limits).toEqual([
      {
        name: 'configured 5/10',
        source: 'configured',
        requests: 5,
        windowSeconds: 10,
        remaining: 5,
        resetAt: null,
      },
    ]);
  });
});

describe('usage', () => {
  test('an owner and an administrator see everybody, others themselves', async () => {
    const { get, use, tenant, editor } = await setup();
    const admin = await addMember({ api, role: 'ADMIN', workspaces: { [tenant.id]: 'VIEWER' } });
    await use(tenant.owner);
    await use(tenant.owner);
    await use(editor);
    const everybody = {
      of: 'workspace',
      total: { calls: 3 },
      groups: [
        { key: tenant.owner.userId, calls: 2 },
        { key: editor.userId, calls: 1 },
      ],
    };
    const query = { groupBy: 'user' };
    expect((await get('getUsage', query)).body.data).toMatchObject(everybody);
    expect((await get('getUsage', query, admin)).body.data).toMatchObject(everybody);
    const { data } = (await get('getUsage', query, editor)).body;
    expect(data).toMatchObject({
      of: 'you',
      total: { calls: 1 },
      groups: [{ key: editor.userId, calls: 1 }],
    });
    expect(JSON.stringify(data)).not.toContain(tenant.owner.userId);
  });

  test('by day over the days that are asked for, by connection, of one connection', async () => {
    const { get, use, tenant, connectionId } = await setup();
    const other = await aConnection(tenant);
    const now = Date.now();
    await use(tenant.owner);
    await use(tenant.owner, { ago: 48 * HOUR, on: other });
    await use(tenant.owner, { ago: 48 * HOUR, on: other });
    await use(tenant.owner, { ago: 30 * 24 * HOUR });
    expect((await get('getUsage')).body.data).toMatchObject({
      from: dayOf(now - 6 * 24 * HOUR),
      to: dayOf(now),
      groupBy: 'day',
      groups: [
        { key: dayOf(now - 48 * HOUR), calls: 2 },
        { key: dayOf(now), calls: 1 },
      ],
    });
    const month = { from: dayOf(now - 30 * 24 * HOUR), groupBy: 'connection' };
    const { groups } = (await get('getUsage', month)).body.data;
    expect(Object.fromEntries(groups.map(({ key, calls }: Record<string, string>) => [key, calls]))).toEqual({
      [connectionId]: 2,
      [other]: 2,
    });
    expect((await get('getUsage', { ...month, connectionId: other })).body.data).toMatchObject({
      total: { calls: 2 },
      groups: [{ key: other }],
    });
  });

  test.each([
    [{ from: '2026-02-30' }, 'query.from'],
    [{ from: '2026-01-02', to: '2026-01-01' }, 'query.from'],
    [{ from: '2026-01-01', to: '2026-02-01' }, 'query.to'],
    [{ groupBy: 'hour' }, 'query.groupBy'],
    [{ connectionId: 'conn_1#2' }, 'query.connectionId'],
  ])('%j is refused at %s', async (query, path) => {
    const { get } = await setup();
    const answer = await get('getUsage', query);
    expect(answer.status).toBe(422);
    expect(answer.body.details).toEqual([expect.objectContaining({ path })]);
  });
});
