import { createUpstreamStore } from '../../shared/aws/upstream-store.ts';
import { configuredBudget } from '../../shared/domain/upstream/budget.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { testId } from '../support/changes.ts';
import { aConnection } from '../support/route-fixtures.ts';
import { makeTenant, type Tenant } from '../support/tenants.ts';

let api: ApiUnderTest;
let home: Tenant;
beforeAll(async () => {
  api = await startApi();
  home = await makeTenant(api);
});
afterAll(() => api.close());

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const UNTIL = NOW + 3_600_000;

/** A connection whose API has said that it wants no calls for an hour, has failed, and has a limit that is used up. */
async function aTroubledConnection() {
  const connectionId = await aConnection(home);
  const store = createUpstreamStore({ table: api.db.table, clock: { now: () => NOW } });
  const upstream = { tenantId: home.id, connectionId };
  await store.block(upstream, UNTIL);
  await store.fail(upstream, { at: new Date(NOW).toISOString(), code: 'UPSTREAM_ERROR', status: 503 });
  await store.open(upstream, UNTIL, {
    id: testId('evt'),
    type: 'connection.circuit_opened',
    tenantId: home.id,
    time: new Date(NOW).toISOString(),
    data: { connectionId },
  });
  await store.take(upstream, configuredBudget({ requests: 1, perSeconds: 3600 }), NOW);
  const move = (body: object) =>
    api.callRoute({ operationId: 'patchConnection', caller: home.owner, params: { id: connectionId }, body });
  return { move, health: () => store.read(upstream) };
}

describe('what is known of an API', () => {
  test('is forgotten in the moment in which its connection moves to another origin', async () => {
    const { move, health } = await aTroubledConnection();
    expect(await health()).toMatchObject({
      blockedUntil: UNTIL,
      breaker: { openUntil: UNTIL },
      budgets: [{}],
    });
    expect((await move({ baseUrl: 'https://elsewhere.example.com/v1' })).status).toBe(200);
    expect(await health()).toEqual({
      seen: false,
      breaker: { failures: 0, trips: 0 },
      blockedUntil: 0,
      scopes: {},
      budgets: [],
    });
  });

  test.each([
    ['another path', { baseUrl: 'https://pets.example.com/v9' }],
    ['another name', { name: 'Beasts' }],
  ])('stays with %s of the same origin', async (_, body) => {
    const { move, health } = await aTroubledConnection();
    const before = await health();
    expect((await move(body)).status).toBe(200);
    expect(await health()).toEqual(before);
  });

  test('stays where the move is refused', async () => {
    const { move, health } = await aTroubledConnection();
    const before = await health();
    expect((await move({ baseUrl: 'http://169.254.169.254/v1' })).status).toBe(422);
    expect(await health()).toEqual(before);
  });
});
