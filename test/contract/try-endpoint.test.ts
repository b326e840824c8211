import { EgressError } from '../../shared/domain/egress-error.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { calledApi, replaceEgress } from '../support/called-api.ts';
import { addMember, changesAmong, itemsOf, makeTenant, newItems, type Tenant } from '../support/tenants.ts';

let api: ApiUnderTest;
let home: Tenant;
let called: Awaited<ReturnType<typeof calledApi>>;
beforeAll(async () => {
  api = await startApi();
  home = await makeTenant(api);
  called = await calledApi({ api, tenant: home });
});
afterAll(() => api.close());

const json = (value: unknown, headers = {}) => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify(value)),
});

test('one call goes out, signed, and what went out and came back is shown', async () => {
  const sent = replaceEgress(api.ports, () => json([{ id: 1 }], { 'x-page': '1' }));
  const { status, body, faults } = await called.try('GET', '/things', { parameters: { limit: 5 } });
  expect({ status, faults }).toEqual({ status: 200, faults: [] });
  expect(sent).toEqual([
    expect.objectContaining({
      method: 'GET',
      url: 'https://called.example.com/v1/things?limit=5',
      headers: expect.objectContaining({ 'x-key': 'the-key-of-the-call' }),
      maxRedirects: 0,
      carriesCredential: true,
    }),
  ]);
  expect(body.data).toEqual({
    request: {
      method: 'GET',
      url: 'https://called.example.com/v1/things?limit=5',
      headers: expect.objectContaining({ 'x-key': '[redacted]', 'idempotency-key': expect.any(String) }),
      body: null,
      truncated: false,
    },
    response: {
      status: 200,
      headers: { 'content-type': 'application/json', 'x-page': '1' },
      body: [{ id: 1 }],
      bytes: 10,
      truncated: false,
    },
    latency: expect.any(Number),
  });
});

test('an error of the upstream is what the person wanted to see', async () => {
  replaceEgress(api.ports, () => ({ status: 500, ...json({ message: 'broken' }) }));
  expect((await called.try('GET', '/things')).body.data.response).toMatchObject({
    status: 500,
    body: { message: 'broken' },
  });
  replaceEgress(api.ports, () => {
    throw new EgressError('UPSTREAM_TIMEOUT', 'called.example.com did not answer.', { sent: true });
  });
  expect((await called.try('GET', '/things')).body.data).toMatchObject({
    response: null,
    error: { code: 'UPSTREAM_TIMEOUT', message: 'called.example.com did not answer.' },
  });
});

test('an address that may not be called is refused', async () => {
  replaceEgress(api.ports, () => {
    throw new EgressError('EGRESS_REFUSED', 'called.example.com does not resolve to a public address.');
  });
  expect(await called.try('GET', '/things')).toMatchObject({
    status: 422,
    body: { code: 'EGRESS_REFUSED' },
    faults: [],
  });
});

test.each([
  ['a parameter that does not exist', { offset: 3 }, 'offset'],
  ['a value of another type', { limit: 'many' }, 'limit'],
  ['a value beyond its limit', { limit: 51 }, 'limit'],
  ['a template', { note: '{{steps.a.b}}' }, 'parameters'],
  ['a template that cannot be read', { note: '{{ }}' }, 'parameters'],
])('%s is refused with its place, and nothing is sent or recorded', async (_, parameters, place) => {
  const sent = replaceEgress(api.ports, () => ({}));
  const before = await itemsOf(home);
  const { status, body } = await called.try('GET', '/things', { parameters });
  expect({ status, code: body.code }).toEqual({ status: 422, code: 'VALIDATION_ERROR' });
  expect(body.details[0].path).toContain(place);
  expect(sent).toEqual([]);
  expect(newItems(before, await itemsOf(home))).toEqual([]);
});

test('what is missing is asked for', async () => {
  const sent = replaceEgress(api.ports, () => ({}));
  const path = await called.try('GET', '/things/{id}');
  expect(path.body.details).toEqual([expect.objectContaining({ path: 'body.parameters.id' })]);
  const member = await called.try('POST', '/things', { parameters: { size: 1 }, confirm: true });
  expect(member.body.details).toEqual([expect.objectContaining({ path: 'body.parameters.name' })]);
  expect(sent).toEqual([]);
});

const WRITES: [string, string, object][] = [
  ['POST', '/things', { name: 'x' }],
  ['PUT', '/things/{id}', { id: '1' }],
  ['PATCH', '/things/{id}', { id: '1' }],
  ['DELETE', '/things/{id}', { id: '1' }],
  ['POST', '/search', {}],
  ['GET', '/purge', {}],
];
test.each(WRITES)('%s %s is made only when it is confirmed', async (method, path, parameters) => {
  const sent = replaceEgress(api.ports, () => ({}));
  const before = await itemsOf(home);
  for (const tried of [{ parameters }, { parameters, confirm: false }]) {
    const refused = await called.try(method, path, tried);
    expect(refused).toMatchObject({ status: 409, body: { code: 'CONFIRMATION_REQUIRED' }, faults: [] });
  }
  expect((await called.try(method, path, { parameters, confirm: 'true' })).status).toBe(422);
  expect(sent).toEqual([]);
  expect(newItems(before, await itemsOf(home))).toEqual([]);

  expect((await called.try(method, path, { parameters, confirm: true })).status).toBe(200);
  expect(sent).toEqual([expect.objectContaining({ method })]);
});

test.each(['GET', 'HEAD', 'OPTIONS'])('%s reads, and is made at once', async (method) => {
  const sent = replaceEgress(api.ports, () => ({}));
  expect((await called.try(method, '/things')).status).toBe(200);
  expect(sent).toHaveLength(1);
});

test('the record is written before the call, and says what is called', async () => {
  const before = await itemsOf(home);
  let recorded: readonly unknown[] = [];
  replaceEgress(api.ports, async () => {
    recorded = changesAmong(newItems(before, await itemsOf(home))).audits;
    return {};
  });
  await called.try('POST', '/things', { parameters: { name: 'a secret name' }, confirm: true });
  expect(recorded).toEqual([expect.objectContaining({ action: 'connection.called' })]);
  const { audits } = changesAmong(newItems(before, await itemsOf(home)));
  expect(JSON.parse(String(audits[0]?.['details']))).toEqual({
    connectionId: called.id,
    endpointId: expect.stringMatching(/^ep_/),
    method: 'POST',
    path: '/things',
    effect: 'write',
  });
});

test('the idempotency key of the request goes along', async () => {
  const sent = replaceEgress(api.ports, () => ({}));
  await called.try('GET', '/things', {}, { 'idempotency-key': 'once-and-only-once' });
  expect(sent[0]?.headers).toMatchObject({ 'idempotency-key': 'once-and-only-once' });
});

test('a connection that cannot be opened is not called', async () => {
  const sent = replaceEgress(api.ports, () => ({}));
  const without = await calledApi({ api, tenant: home, authConfig: null });
  expect((await without.try('GET', '/things')).body.code).toBe('CREDENTIAL_MISSING');
  const off = await calledApi({ api, tenant: home });
  await home.make('patchConnection', { params: { id: off.id }, body: { status: 'inactive' } });
  expect(await off.try('GET', '/things')).toMatchObject({
    status: 409,
    body: { code: 'CONNECTION_INACTIVE' },
  });
  expect((await called.try('GET', '/nothing')).body.code).toBe('RESOURCE_NOT_FOUND');
  expect(sent).toEqual([]);
});

describe('an API that is to be left alone at present', () => {
  test('is not called beyond the limit that a person has set for it', async () => {
    const limited = await calledApi({ api, tenant: home });
    const rateLimit = { requests: 2, perSeconds: 3600 };
    await home.make('patchConnection', { params: { id: limited.id }, body: { rateLimit } });
    const sent = replaceEgress(api.ports, () => ({}));
    const answers = [];
    for (let tries = 1; tries <= 3; tries += 1) answers.push(await limited.try('GET', '/things'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]).toMatchObject({
      body: { code: 'UPSTREAM_RATE_LIMITED', retryAfter: expect.any(Number) },
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
      faults: [],
    });
    expect(sent).toHaveLength(2);
    const records = (await itemsOf(home)).filter(({ details }) => String(details).includes(limited.id));
    expect(records.filter(({ action }) => action === 'connection.called')).toHaveLength(2);
  });

  test('is not called again when it refuses', async () => {
    const limited = await calledApi({ api, tenant: home });
    const sent = replaceEgress(api.ports, () => ({ status: 429, headers: {} }));
    expect((await limited.try('GET', '/things')).body.data.response.status).toBe(429);
    expect((await limited.try('GET', '/things')).body.code).toBe('UPSTREAM_RATE_LIMITED');
    expect(sent).toHaveLength(1);
  });

  test('is spared after it has failed five times', async () => {
    const broken = await calledApi({ api, tenant: home });
    const sent = replaceEgress(api.ports, () => ({ status: 503 }));
    for (let tries = 1; tries <= 5; tries += 1) await broken.try('GET', '/things');
    const refused = await broken.try('GET', '/things');
    expect(refused).toMatchObject({ status: 503, body: { code: 'UPSTREAM_CIRCUIT_OPEN' }, faults: [] });
    expect(sent).toHaveLength(5);
  });
});

test('a try counts as a use of the connection by whoever made it', async () => {
  const used = await calledApi({ api, tenant: home });
  replaceEgress(api.ports, () => ({}));
  await used.try('GET', '/things');
  expect(await api.ports.connections.get(home.id, used.id)).toHaveProperty('lastUsed');
});

test('who may only look may not call', async () => {
  const sent = replaceEgress(api.ports, () => ({}));
  const viewer = await addMember({ api, workspaces: { [home.id]: 'VIEWER' } });
  const params = { id: called.id, endpointId: 'ep_000000000000000000000000' };
  const answer = await api.callRoute({ operationId: 'tryEndpoint', caller: viewer, params, body: {} });
  expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  expect(sent).toEqual([]);
});
