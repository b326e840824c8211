import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { configuredBudget } from '../../shared/domain/upstream/budget.ts';
import type { UpstreamCall } from '../../shared/upstream/upstream-gate.ts';
import { testId } from '../support/changes.ts';
import { answer, gatesUnderTest, limitedUpstream } from '../support/upstream-under-test.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

const FOREVER = Number.MAX_SAFE_INTEGER;
const call = (over: Partial<UpstreamCall> & Pick<UpstreamCall, 'connection' | 'send'>): UpstreamCall => ({
  userId: 'user-1',
  operation: 'GET /pets',
  startBy: FOREVER,
  ...over,
});

describe('the shared budget', () => {
  test('of a hundred that take from a window of ten at once, ten win', async () => {
    const { store, tenantId, clock } = gatesUnderTest(dynamodb);
    const upstream = { tenantId, connectionId: testId('conn') };
    const budget = configuredBudget({ requests: 10, perSeconds: 3600 });
    const now = clock.now();
    const takes = await Promise.all(Array.from({ length: 100 }, () => store.take(upstream, budget, now)));
    expect(takes.filter(({ granted }) => granted)).toHaveLength(10);
    const [{ budget: left }] = takes.filter(({ granted }) => !granted) as [(typeof takes)[number]];
    expect(left).toMatchObject({ taken: 10, limit: 10 });
    expect(left.resetAt).toBeGreaterThan(now + 3_600_000);
    const next = await Promise.all(
      Array.from({ length: 30 }, () => store.take(upstream, budget, left.resetAt)),
    );
    expect(next.filter(({ granted }) => granted)).toHaveLength(10);
  });

  test('two runs hold a limit that nobody knew of before their first answers', async () => {
    const { gate, connection, clock } = gatesUnderTest(dynamodb);
    const upstream = limitedUpstream({ clock, limit: 5, windowMs: 10_000 });
    const pets = connection();
    const run = async () => {
      const own = gate();
      // Three branches at once, as a parallel step starts them.
      const lane = async () => {
        for (let n = 0; n < 3; n += 1) await own.call(call({ connection: pets, send: upstream.send }));
      };
      await Promise.all([lane(), lane(), lane()]);
      await own.flush();
    };
    await Promise.all([run(), run()]);
    expect(upstream.statuses).toEqual(Array.from({ length: 18 }, () => 200));
  });

  test('a limit that a person has set holds from the first call on', async () => {
    const { gate, connection, clock } = gatesUnderTest(dynamodb);
    const upstream = limitedUpstream({ clock, limit: 3, windowMs: 10_000 });
    const pets = connection({ rateLimit: { requests: 3, perSeconds: 10 } });
    const gates = [gate(), gate(), gate()];
    await Promise.all(
      [0, 1, 2, 3, 4, 5, 6, 7].map(async (n) =>
        gates[n % 3]?.call(call({ connection: pets, send: upstream.send })),
      ),
    );
    expect(upstream.statuses).toEqual(Array.from({ length: 8 }, () => 200));
  });

  test('what does not fit before its time is refused with the time, and nothing is sent', async () => {
    const { gate, connection, clock } = gatesUnderTest(dynamodb);
    const upstream = limitedUpstream({ clock, limit: 1, windowMs: 3_600_000 });
    const pets = connection();
    const own = gate();
    await own.call(call({ connection: pets, send: upstream.send }));
    const late = own.call(call({ connection: pets, send: upstream.send, startBy: clock.now() + 25_000 }));
    await expect(late).rejects.toMatchObject({
      code: 'UPSTREAM_RATE_LIMITED',
      retryAfter: expect.any(Number),
    });
    expect(upstream.statuses).toEqual([200]);
    // Another run reads of it when it opens the connection.
    const other = gate().call(call({ connection: pets, send: upstream.send, startBy: clock.now() }));
    await expect(other).rejects.toMatchObject({ code: 'UPSTREAM_RATE_LIMITED' });
    expect(upstream.statuses).toEqual([200]);
  });

  test('others who use the same key are counted by what the answers say', async () => {
    const { gate, connection, clock, store, tenantId } = gatesUnderTest(dynamodb);
    const upstream = limitedUpstream({ clock, limit: 10, windowMs: 3_600_000 });
    const pets = connection();
    const own = gate();
    await own.call(call({ connection: pets, send: upstream.send }));
    for (let n = 0; n < 6; n += 1) await upstream.send();
    await own.call(call({ connection: pets, send: upstream.send }));
    const [budget] = (await store.read({ tenantId, connectionId: pets.id })).budgets;
    expect(budget).toMatchObject({ name: 'default', limit: 10, taken: 8, windowMs: 3_600_000 });
  });

  test('a pause without a limit holds every run that opens the connection after it', async () => {
    const { gate, connection, clock } = gatesUnderTest(dynamodb);
    const pets = connection();
    const sent: number[] = [];
    const send = async () => {
      sent.push(clock.now());
      return sent.length === 1 ? answer(429, { 'retry-after': '8' }) : answer();
    };
    const first = gate().call(call({ connection: pets, send, startBy: clock.now() }));
    expect(await first).toMatchObject({ response: { status: 429 }, retryAt: expect.any(Number) });
    const { response } = await gate().call(call({ connection: pets, send }));
    expect(response.status).toBe(200);
    expect((sent[1] ?? 0) - (sent[0] ?? 0)).toBeGreaterThanOrEqual(8_000);
  });

  test('a refusal is sent again when the API said, within the same call', async () => {
    const { gate, connection } = gatesUnderTest(dynamodb);
    const statuses = [429, 429, 200];
    const send = async () => answer(statuses.shift(), { 'retry-after': '1' });
    expect((await gate().call(call({ connection: connection(), send }))).response.status).toBe(200);
    expect(statuses).toEqual([]);
  });

  test('limits of different names are counted apart, each for the operations it is told with', async () => {
    const { gate, connection, clock, store, tenantId } = gatesUnderTest(dynamodb);
    const core = limitedUpstream({ clock, limit: 100, windowMs: 3_600_000, name: 'core' });
    const search = limitedUpstream({ clock, limit: 2, windowMs: 3_600_000, name: 'search' });
    const pets = connection();
    const own = gate();
    const find = call({
      connection: pets,
      operation: 'GET /search',
      send: search.send,
      startBy: clock.now(),
    });
    await own.call(call({ connection: pets, send: core.send }));
    await own.call({ ...find, startBy: FOREVER });
    await own.call({ ...find, startBy: FOREVER });
    await expect(own.call(find)).rejects.toMatchObject({ code: 'UPSTREAM_RATE_LIMITED' });
    await own.call(call({ connection: pets, send: core.send }));
    expect([core.statuses, search.statuses]).toEqual([
      [200, 200],
      [200, 200],
    ]);
    const { budgets, scopes } = await store.read({ tenantId, connectionId: pets.id });
    expect(budgets.map(({ name }) => name)).toEqual(['core', 'search']);
    expect(scopes).toEqual({ 'GET /search': 'search' });
  });

  test('what another server says after a redirect is no limit of this API', async () => {
    const { gate, connection, store, tenantId } = gatesUnderTest(dynamodb);
    const pets = connection();
    const headers = {
      'ratelimit-policy': '"cdn";q=1;w=3600',
      ratelimit: '"cdn";r=0;t=3600',
      'retry-after': '60',
    };
    const send = async () => answer(429, headers, 'https://cdn.example.com/pets');
    const { retryAt } = await gate().call(call({ connection: pets, send }));
    expect(retryAt).toBeUndefined();
    expect(await store.read({ tenantId, connectionId: pets.id })).toMatchObject({
      blockedUntil: 0,
      budgets: [],
    });
  });

  test('an API that names a new limit in every answer fills nothing', async () => {
    const { gate, connection, store, tenantId } = gatesUnderTest(dynamodb, { speed: 100 });
    const pets = connection();
    const own = gate();
    for (let n = 0; n < 20; n += 1) {
      const headers = { 'ratelimit-policy': `p${n}x;q=1000;w=60`, ratelimit: `p${n}x;r=900;t=60` };
      await own.call(
        call({ connection: pets, operation: `GET /${n}`, send: async () => answer(200, headers) }),
      );
    }
    expect((await store.read({ tenantId, connectionId: pets.id })).budgets).toHaveLength(8);
  });
});

describe('a limit that is near', () => {
  test('is told once for a window, with the write that reaches it', async () => {
    const { gate, connection, clock, events } = gatesUnderTest(dynamodb);
    const upstream = limitedUpstream({ clock, limit: 10, windowMs: 3_600_000 });
    const pets = connection();
    const gates = [gate(), gate()];
    for (let n = 0; n < 7; n += 1) await gates[n % 2]?.call(call({ connection: pets, send: upstream.send }));
    expect(await events()).toEqual([]);
    for (let n = 0; n < 3; n += 1) await gates[n % 2]?.call(call({ connection: pets, send: upstream.send }));
    expect(await events()).toEqual([
      expect.objectContaining({
        type: 'connection.limit_near',
        data: {
          connectionId: pets.id,
          limit: 'default',
          source: 'observed',
          requests: 10,
          used: 8,
          resetAt: expect.stringMatching(/Z$/),
        },
      }),
    ]);
  });
});

describe('what a call costs', () => {
  test('an API without limits: one read when it is opened, one write in its life, one for the counts', async () => {
    const { gate, connection, counted, usage, tenantId } = gatesUnderTest(dynamodb);
    const pets = connection({ lastUsed: '2026-03-01T12:00:00.000Z' });
    const send = async () => answer();
    for (let run = 0; run < 3; run += 1) {
      const own = gate();
      for (let n = 0; n < 5; n += 1) await own.call(call({ connection: pets, send }));
      await own.flush();
    }
    expect(Object.fromEntries(counted)).toEqual({ read: 3, see: 1 });
    const [row] = await usage.list({ tenantId, days: ['2026-03-01'] });
    expect(row).toMatchObject({ userId: 'user-1', tally: { calls: 15, failures: 0 } });
  });

  test('an API with a limit: one write a call', async () => {
    const { gate, connection, clock, counted } = gatesUnderTest(dynamodb);
    const upstream = limitedUpstream({ clock, limit: 1000, windowMs: 3_600_000 });
    const pets = connection();
    const own = gate();
    for (let n = 0; n < 8; n += 1) await own.call(call({ connection: pets, send: upstream.send }));
    expect(Object.fromEntries(counted)).toEqual({ read: 1, learn: 1, take: 7 });
  });
});
