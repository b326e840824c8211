import type { EgressResponse } from '../../shared/ports.ts';
import { EgressError } from '../../shared/domain/egress-error.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { answer, gatesUnderTest, noAnswer } from '../support/upstream-under-test.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

const timesOut = async (): Promise<EgressResponse> => {
  throw noAnswer();
};

/** One connection, called by a new worker each time, as runs do. */
function setup() {
  const parts = gatesUnderTest(dynamodb, { speed: 1 });
  const pets = parts.connection();
  const sent: string[] = [];
  const call = (send: () => Promise<EgressResponse>, own = parts.gate()) =>
    own
      .call({
        connection: pets,
        userId: 'user-1',
        operation: 'GET /pets',
        startBy: parts.clock.now() + 1000,
        send: () => {
          sent.push('call');
          return send();
        },
      })
      .then(
        ({ response }) => response.status,
        (error: { code: string }) => error.code,
      );
  const times = async (count: number, send: () => Promise<EgressResponse>) => {
    for (let n = 0; n < count; n += 1) await call(send);
  };
  const health = () => parts.store.read({ tenantId: parts.tenantId, connectionId: pets.id });
  const types = async () => (await parts.events()).map(({ type }) => type);
  return { ...parts, pets, sent, call, times, health, types };
}

describe('the circuit breaker', () => {
  test('five failures in a row open it for thirty seconds, and nothing is sent', async () => {
    const { call, times, sent, clock, events, pets } = setup();
    await times(4, timesOut);
    expect(await events()).toEqual([]);
    expect(await call(async () => answer(503))).toBe(503);
    expect(await call(async () => answer())).toBe('UPSTREAM_CIRCUIT_OPEN');
    expect(sent).toHaveLength(5);
    expect(await events()).toEqual([
      expect.objectContaining({
        type: 'connection.circuit_opened',
        data: {
          connectionId: pets.id,
          failures: 5,
          code: 'UPSTREAM_ERROR',
          openUntil: expect.stringMatching(/Z$/),
        },
      }),
    ]);
    clock.move(29_000);
    expect(await call(async () => answer())).toBe('UPSTREAM_CIRCUIT_OPEN');
    clock.move(2_000);
    expect(await call(async () => answer())).toBe(200);
  });

  test.each([
    ['an answer that refuses', async () => answer(404)],
    ['an answer that throttles', async () => answer(429, { 'retry-after': '86400' })],
    [
      'an answer that is too large to be taken',
      async () => {
        throw new EgressError('API_CONNECTION_FAILED', 'Too large.', { sent: true, answered: true });
      },
    ],
  ])('%s ends the row', async (_name, send) => {
    const { call, times, health } = setup();
    await times(4, timesOut);
    expect((await health()).breaker.failures).toBe(4);
    await call(send).catch(() => undefined);
    expect((await health()).breaker.failures).toBe(0);
  });

  test('an address that may not be called says nothing about the API', async () => {
    const { call, health, usage, tenantId, gate } = setup();
    const own = gate();
    const refuse = async () => {
      throw new EgressError('EGRESS_REFUSED', 'Private.');
    };
    for (let n = 0; n < 6; n += 1) expect(await call(refuse, own)).toBe('EGRESS_REFUSED');
    await own.flush();
    expect((await health()).breaker.failures).toBe(0);
    expect(await usage.list({ tenantId, days: ['2026-03-01'] })).toEqual([]);
  });

  test('failures that are far apart are not in a row', async () => {
    const { times, clock, health } = setup();
    await times(4, timesOut);
    clock.move(6 * 60_000);
    await times(1, timesOut);
    expect((await health()).breaker).toEqual({ failures: 1, trips: 0 });
  });

  test('half-open, exactly one of many calls is the probe; its success closes it for all', async () => {
    const { call, times, sent, clock, types, health } = setup();
    await times(5, timesOut);
    clock.move(31_000);
    let release = (_: EgressResponse) => {};
    const held = new Promise<EgressResponse>((resolve) => (release = resolve));
    const calls = Array.from({ length: 10 }, () => call(() => held));
    let refused = 0;
    for (const one of calls) void one.then(() => (refused += 1));
    await waitFor(() => refused === 9);
    release(answer());
    const answers = await Promise.all(calls);
    expect(answers.filter((one) => one === 200)).toHaveLength(1);
    expect(answers.filter((one) => one === 'UPSTREAM_CIRCUIT_OPEN')).toHaveLength(9);
    expect(sent).toHaveLength(6);
    expect((await health()).breaker).toEqual({ failures: 0, trips: 0 });
    expect(await types()).toEqual(['connection.circuit_opened', 'connection.circuit_closed']);
    expect(await call(async () => answer())).toBe(200);
  });

  test('a probe that fails opens it for twice as long, up to five minutes, without another event', async () => {
    const { call, times, clock, types, health } = setup();
    await times(5, timesOut);
    const pauses: number[] = [];
    for (let trip = 0; trip < 6; trip += 1) {
      const { openUntil = 0 } = (await health()).breaker;
      pauses.push(Math.round((openUntil - clock.now()) / 10_000) * 10);
      clock.move(openUntil - clock.now() + 1);
      expect(await call(timesOut)).toBe('UPSTREAM_TIMEOUT');
    }
    expect(pauses).toEqual([30, 60, 120, 240, 300, 300]);
    expect(await types()).toEqual(['connection.circuit_opened']);
  });

  test('a probe whose worker died is given up after a minute', async () => {
    const { call, times, clock, store, tenantId, pets } = setup();
    await times(5, timesOut);
    clock.move(31_000);
    const now = clock.now();
    const won = await store.probe({ tenantId, connectionId: pets.id }, { now, probeUntil: now + 60_000 });
    expect(won).toEqual({ won: true });
    expect(await call(async () => answer())).toBe('UPSTREAM_CIRCUIT_OPEN');
    clock.move(61_000);
    expect(await call(async () => answer())).toBe(200);
  });

  test('a worker that knew nothing of it goes on, and does not close it', async () => {
    const { call, times, gate, health } = setup();
    const early = gate();
    expect(await call(async () => answer(), early)).toBe(200);
    await times(5, timesOut);
    expect(await call(async () => answer(), early)).toBe(200);
    expect((await health()).breaker.openUntil).toBeDefined();
  });

  test('health that cannot be written costs the call nothing', async () => {
    const { gate, call, warned, breakStore } = setup();
    const own = gate();
    expect(await call(async () => answer(), own)).toBe(200);
    breakStore();
    expect(await call(timesOut, own)).toBe('UPSTREAM_TIMEOUT');
    expect(await call(async () => answer(429, { 'retry-after': '60' }), own)).toBe(429);
    expect(warned).toHaveLength(2);
  });
});

async function waitFor(look: () => boolean): Promise<void> {
  while (!look()) await new Promise((resolve) => setTimeout(resolve, 5));
}
