import { EgressError } from '../../shared/domain/egress-error.ts';
import type { EgressRequest, EgressResponse } from '../../shared/ports.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { testId } from '../support/changes.ts';
import { replaceEgress } from '../support/called-api.ts';
import { changesAmong, itemsOf, makeTenant, newItems, type Tenant } from '../support/tenants.ts';

const BASE = 'https://tested.example.com/v1';

const get = (more: object = {}) => ({ get: { responses: { '200': { description: 'Yes' } }, ...more } });
const required = [{ name: 'q', in: 'query', required: true, schema: { type: 'string' } }];
const pageSize = [{ name: 'per_page', in: 'query', schema: { type: 'integer', minimum: 5 } }];

const documentOf = (paths: object) => ({
  openapi: '3.1.0',
  info: { title: 'Tested', version: '1' },
  servers: [{ url: BASE }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  security: [{ token: [] }],
  paths,
});
const PATHS = {
  '/a': get({ security: [] }),
  '/b': get({ deprecated: true }),
  '/c': get({ parameters: required }),
  '/d': get({ operationId: 'deleteEverything' }),
  '/things/{id}': get(),
  '/things': get({ parameters: pageSize }),
  '/users/me': get(),
};

let api: ApiUnderTest;
let home: Tenant;
beforeAll(async () => {
  api = await startApi();
  home = await makeTenant(api);
});
afterAll(() => api.close());

type Answer = Partial<EgressResponse> | Error;

/** An upstream: its document, what it answers to HEAD at its base and to calls of its API. */
function upstream({
  document = documentOf(PATHS),
  base = {},
  call = {},
}: {
  document?: object | Answer;
  base?: Answer;
  call?: Answer;
} = {}): EgressRequest[] {
  const answered = (answer: Answer) => {
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return replaceEgress(api.ports, ({ url, method }) => {
    if (url.endsWith('.json')) {
      if (document instanceof Error || 'status' in document) return answered(document);
      return { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(document)) };
    }
    return answered(method === 'HEAD' ? base : call);
  });
}

async function connected(over: object = {}) {
  upstream();
  const made = await home.make('createConnection', {
    body: {
      name: 'Tested',
      authType: 'bearer',
      authConfig: { token: 'the-token-of-the-test' },
      // Of its own: documents are cached by their address.
      documentationUrl: `https://tested.example.com/${testId('doc')}.json`,
      ...over,
    },
  });
  const id = made['id'] ?? '';
  return {
    id,
    test: async () => {
      const call = { operationId: 'testConnection', caller: home.owner, params: { id } } as const;
      const { status, body, faults } = await api.callRoute(call);
      expect({ status, faults }).toEqual({ status: 200, faults: [] });
      return body.data;
    },
  };
}

const checkOf = (data: { checks: { name: string; status: string; message: string }[] }, name: string) =>
  data.checks.find((check) => check.name === name);
const failure = (message: string, answered = false) =>
  new EgressError('API_CONNECTION_FAILED', message, { sent: answered, answered });

test('all is well: the server answers, takes the credentials, and has the same document', async () => {
  const { test: run } = await connected();
  const sent = upstream();
  expect(await run()).toEqual({
    status: 'success',
    message: 'Connection test successful',
    responseTime: expect.any(Number),
    endpoints: 7,
    newEndpoints: 0,
    checks: [
      {
        name: 'reachability',
        status: 'passed',
        message: 'tested.example.com answers.',
        ms: expect.any(Number),
      },
      {
        name: 'authentication',
        status: 'passed',
        message: 'GET /users/me answered 200 to the stored credentials.',
        ms: expect.any(Number),
      },
      {
        name: 'document',
        status: 'passed',
        message: 'The document is unchanged: 7 endpoints.',
        ms: expect.any(Number),
      },
    ],
  });
  const credentialed = sent.filter(({ headers }) => headers?.['authorization'] !== undefined);
  expect(credentialed).toEqual([
    expect.objectContaining({
      url: `${BASE}/users/me`,
      method: 'GET',
      maxRedirects: 0,
      headers: expect.objectContaining({ authorization: 'Bearer the-token-of-the-test' }),
    }),
  ]);
});

describe('authentication', () => {
  test.each([
    [401, 'failed', 'does not accept the stored credentials'],
    [403, 'failed', 'not accepted, or may not do even this'],
    [404, 'skipped', 'Not checked: GET /users/me answered 404'],
    [302, 'skipped', 'Not checked'],
    [500, 'skipped', 'Not checked'],
  ])('an answer with %i is %s', async (status, verdict, said) => {
    const { test: run } = await connected();
    upstream({ call: { status } });
    const data = await run();
    expect(checkOf(data, 'authentication')).toMatchObject({
      status: verdict,
      message: expect.stringContaining(said),
    });
    expect(data.status).toBe(verdict === 'failed' ? 'failed' : 'success');
    expect(data.message).toContain(verdict === 'failed' ? 'Connection test failed - ' : 'authentication');
  });

  test('no answer says nothing of the credentials', async () => {
    const { test: run } = await connected();
    upstream({ call: failure('The connection with the-token-of-the-test broke.', true) });
    expect(checkOf(await run(), 'authentication')).toMatchObject({
      status: 'skipped',
      message: 'Not checked: GET /users/me: The connection with [redacted] broke.',
    });
  });

  test('of a list it asks for as little as the document lets it', async () => {
    const { test: run } = await connected({
      documentationUrl: undefined,
      document: { content: documentOf({ '/things': PATHS['/things'], '/x': get({ security: [] }) }) },
    });
    const sent = upstream();
    expect(checkOf(await run(), 'authentication')).toMatchObject({ status: 'passed' });
    expect(sent.map(({ url }) => url)).toContain(`${BASE}/things?per_page=5`);
  });

  test.each([
    ['nothing needs the credentials', documentOf({ '/a': PATHS['/a'] })],
    ['everything takes an input', documentOf({ '/c': PATHS['/c'], '/things/{id}': PATHS['/things/{id}'] })],
    ['what looks harmless is not', documentOf({ '/d': PATHS['/d'], '/b': PATHS['/b'] })],
    ['a credential is one way of several', documentOf({ '/a': get({ security: [{ token: [] }, {}] }) })],
  ])('where %s nothing is called, and the check says so', async (_, content) => {
    const { test: run } = await connected({ documentationUrl: undefined, document: { content } });
    const sent = upstream();
    const data = await run();
    expect(checkOf(data, 'authentication')).toMatchObject({
      status: 'skipped',
      message: expect.stringMatching(/^Not checked: no operation is known/),
    });
    expect(sent.map(({ method }) => method)).toEqual(['HEAD']);
  });

  test('credentials that are missing have failed; none that are needed, and an inactive connection, are not checked', async () => {
    const without = await connected({ authConfig: undefined });
    expect(checkOf(await without.test(), 'authentication')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('No credentials are stored'),
    });
    const open = await connected({ authType: 'none', authConfig: undefined });
    expect(checkOf(await open.test(), 'authentication')).toMatchObject({ status: 'skipped' });
    const off = await connected();
    await home.make('patchConnection', { params: { id: off.id }, body: { status: 'inactive' } });
    const sent = upstream();
    expect(checkOf(await off.test(), 'authentication')).toMatchObject({
      status: 'skipped',
      message: expect.stringContaining('inactive'),
    });
    expect(sent.filter(({ headers }) => headers?.['authorization'] !== undefined)).toEqual([]);
  });
});

describe('reachability', () => {
  test.each<[string, Answer, string]>([
    ['nothing at its base', { status: 404 }, 'passed'],
    ['a refusal', { status: 405 }, 'passed'],
    ['an error of its own', { status: 500 }, 'passed'],
    ['a body where none may be', failure('It sent more than may be read.', true), 'passed'],
    ['a proxy before nothing', { status: 502 }, 'failed'],
    ['no connection', failure('No connection to tested.example.com could be made (ECONNREFUSED).'), 'failed'],
    ['an address that may not be called', new EgressError('EGRESS_REFUSED', 'It is not public.'), 'failed'],
  ])('%s: %j is %s', async (_, base, status) => {
    const { test: run } = await connected();
    const sent = upstream({ base });
    const data = await run();
    expect(checkOf(data, 'reachability')).toMatchObject({ status });
    const head = sent.find(({ method }) => method === 'HEAD');
    expect(head).toMatchObject({ url: BASE, maxRedirects: 0 });
    expect(head?.headers).toBeUndefined();
  });
});

describe('document', () => {
  test('one that has changed is counted, and nothing of it is stored', async () => {
    const { id, test: run } = await connected();
    const { '/a': _gone, ...rest } = PATHS;
    upstream({ document: documentOf({ ...rest, '/e': get(), '/f': get() }) });
    const before = await api.ports.connections.get(home.id, id);
    const objects = [...api.ports.bucket.objects.keys()].filter((key) => key.startsWith('catalogues/'));
    const data = await run();
    expect(data).toMatchObject({ status: 'success', endpoints: 8, newEndpoints: 2 });
    expect(checkOf(data, 'document')?.message).toMatch(/8 endpoints, 2 endpoints are new, 1 are gone/);
    expect(await api.ports.connections.get(home.id, id)).toMatchObject({ specHash: before?.specHash });
    expect([...api.ports.bucket.objects.keys()].filter((key) => key.startsWith('catalogues/'))).toEqual(
      objects,
    );
  });

  test.each<[string, object | Answer, string]>([
    ['is gone', { status: 404 }, '404'],
    ['is something else', { hello: 'there' }, 'openapi'],
    ['cannot be reached', failure('No connection to tested.example.com could be made.'), 'No connection'],
  ])('one that %s has failed', async (_, document, said) => {
    const { test: run } = await connected();
    upstream({ document });
    const data = await run();
    expect(checkOf(data, 'document')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining(said),
    });
    expect(data).toMatchObject({ status: 'failed', endpoints: 7, newEndpoints: 0 });
  });

  test('one that never had an address is not looked for', async () => {
    const document = { content: documentOf(PATHS) };
    const { test: run } = await connected({ documentationUrl: undefined, document });
    expect(checkOf(await run(), 'document')).toMatchObject({ status: 'skipped' });
  });
});

test('a test is recorded once, and writes nothing else of the connection than its use', async () => {
  const { id, test: run } = await connected();
  upstream();
  const before = await itemsOf(home);
  const connection = await api.ports.connections.get(home.id, id);
  await run();
  const { audits, events } = changesAmong(newItems(before, await itemsOf(home)));
  expect({ audits, events }).toEqual({
    audits: [expect.objectContaining({ action: 'connection.tested' })],
    events: [],
  });
  const { lastUsed: _used, ...after } = { lastUsed: '', ...(await api.ports.connections.get(home.id, id)) };
  expect(after).toEqual(connection);
});
