import { testId } from '../support/changes.ts';
import { runWorkflow } from '../../functions/run-workflow/run-workflow.ts';
import { allRoutes } from '../../shared/api/routes.ts';
import { credentialContext } from '../../shared/domain/credential-context.ts';
import type { Egress } from '../../shared/ports.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { findCanaries, makeCanaries, repeated, spellings, type Canary } from '../support/canaries.ts';
import type { OperationId, RouteAnswer, RouteCall } from '../support/call-route.ts';
import { ROUTE_EXAMPLES } from '../support/route-examples.ts';
import { LIST_PETS, petsDocument } from '../support/route-fixtures.ts';
import { addMember, makeTenant, type Tenant } from '../support/tenants.ts';

const canaries = makeCanaries();
/** Every answer of the API to any call of this file. */
const answers: RouteAnswer[] = [];

let api: ApiUnderTest;
let home: Tenant;
/** By the place of its canary. */
let connectionIds: readonly string[];

beforeAll(async () => {
  api = await startApi();
  home = await makeTenant(api);
  connectionIds = await Promise.all(canaries.map((canary, at) => connect(canary, at)));
});
afterAll(() => api.close());

async function call(request: Omit<RouteCall, 'caller'>, caller: RouteCall['caller'] = home.owner) {
  const answer = await api.callRoute({ caller, ...request });
  answers.push(answer);
  return answer;
}

/** Every other canary comes with its connection, the rest are stored afterwards, as the first or the second version. */
async function connect({ authType, authConfig }: Canary, at: number): Promise<string> {
  const document = { content: JSON.stringify(petsDocument()) };
  const body = { name: `Api ${at}`, authType, document, ...(at % 2 === 0 ? { authConfig } : {}) };
  const { body: made, status } = await call({ operationId: 'createConnection', body });
  expect(status).toBe(201);
  const { id } = made.data;
  if (at % 2 === 1) {
    const operationId = at % 4 === 1 ? 'storeCredentials' : 'replaceCredentials';
    const stored = await call({ operationId, params: { id }, body: { credentials: authConfig } });
    expect(stored.status).toBeLessThan(300);
  }
  return id;
}

/** Everywhere that a secret could have gone to. */
async function leaks(): Promise<readonly string[]> {
  const { logged, mails, runs, ports } = api;
  return findCanaries({
    canaries,
    places: {
      answers: answers.map(({ text, headers }) => [text, headers]),
      // Audit records, events and the journals of runs among them.
      table: await api.everything(),
      bucket: ports.bucket.objects,
      log: logged,
      mails,
      runs,
    },
  });
}

/** A workflow with one call to each connection, run by the real engine over some way out. */
async function runAll(egress: Egress): Promise<RouteAnswer> {
  const steps = connectionIds.map((apiConnectionId, at) => ({
    name: `Call ${at}`,
    type: 'api_call',
    apiConnectionId,
    method: 'GET',
    endpoint: '/pets',
    parameters: { status: 'available' },
    retry: { attempts: 1 },
  }));
  // A step that fails ends its run; side by side every one of them gets its turn.
  const half = [steps.slice(0, 25), steps.slice(25)];
  const branches = half.flatMap((part) => part.map((step) => ({ steps: [step] })));
  const body = {
    name: 'All',
    steps: [0, 20, 40].map((from) => ({
      name: `Part ${from}`,
      type: 'parallel',
      branches: branches.slice(from, from + 20),
    })),
  };
  const created = await call({ operationId: 'createWorkflow', body });
  expect(created.status).toBe(201);
  const { id, planHash } = created.body.data;
  await call({ operationId: 'approveWorkflow', params: { id }, body: { planHash } });
  const started = await call({ operationId: 'executeWorkflow', params: { id } });
  const { executionId } = started.body.data;
  const { ports } = api;
  const expressions = { evaluate: async () => null };
  await runWorkflow({
    tenantId: home.id,
    runId: executionId,
    owner: `worker of ${executionId}`,
    remainingMs: () => 600_000,
    ports: {
      ...ports,
      runs: ports.runStore,
      egress,
      expressions,
      clock: { now: () => Date.now() },
      random: () => 0,
      sleep: async () => undefined,
    },
  });
  return call({ operationId: 'getExecution', params: { id: executionId } });
}

/** An upstream that repeats all it was sent, in every encoding. */
function parrot(status: number): Egress & { readonly heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    async request({ url, headers = {} }) {
      heard.push(JSON.stringify({ url, headers }));
      const said = Object.values(headers).flatMap(repeated);
      const quoted = Object.fromEntries(said.map((text, at) => [`${at} ${text}`, text]));
      const body = Buffer.from(
        JSON.stringify({ message: `You sent ${said.join(' ')}`, url, headers, quoted }),
      );
      return { status, headers: { 'content-type': 'application/json' }, body, url };
    },
  };
}

test('a canary is found in every encoding, in whatever it hides', () => {
  const [canary] = canaries;
  if (canary === undefined) throw new Error('There are no canaries.');
  for (const [encoding, forms] of Object.entries(spellings(canary.value))) {
    for (const form of forms) {
      const hidden = [
        { [`x${form}y`]: 1 },
        new Error(`x${form}y`),
        Buffer.from(`x${form}y`),
        [[`x${form}y`]],
      ];
      for (const place of hidden) {
        expect(findCanaries({ canaries: [canary], places: { place } })).toContain(
          `place: ${encoding} of canary 0`,
        );
      }
    }
  }
  expect(canaries).toHaveLength(50);
});

test('every canary lies in its vault, and opens there to what was sent', async () => {
  const { credentials, vault } = api.ports;
  for (const [at, { authConfig }] of canaries.entries()) {
    const connectionId = connectionIds[at] ?? '';
    const stored = await credentials.getSealed(home.id, connectionId);
    if (stored === undefined) throw new Error(`Canary ${at} is not stored.`);
    const secret = await vault.open(stored.sealed, credentialContext({ tenantId: home.id, connectionId }));
    expect(secret.reveal()).toEqual(authConfig);
  }
});

test('no route shows one: not to its owner, and not to others', async () => {
  const viewer = await addMember({ api, workspaces: { [home.id]: 'VIEWER' } });
  const stranger = (await makeTenant(api)).owner;
  for (const { id, route } of allRoutes()) {
    // The route table's ids are the keys of the examples: both are of type OperationId.
    const operationId = id as OperationId;
    for (const example of ROUTE_EXAMPLES[operationId]) {
      await call({ operationId, ...(await example.prepare(home)) });
    }
    if (route.path !== '/connections/{id}' && !route.path.startsWith('/connections/{id}/')) continue;
    if (route.method !== 'get') continue;
    for (const connectionId of connectionIds) {
      const params = { id: connectionId, endpointId: LIST_PETS, changeId: testId('ing') };
      // Nothing has changed in their documents.
      const status = operationId === 'getChange' ? 404 : 200;
      expect((await call({ operationId, params })).status).toBe(status);
      await call({ operationId, params }, viewer);
      await call({ operationId, params }, stranger);
    }
  }
  await call({ operationId: 'listConnections', query: { limit: '100' } });
  expect(await leaks()).toEqual([]);
});

test('no refusal of a request repeats the credential that it holds', async () => {
  const good = { apiKey: 'a-good-key' };
  for (const [at, { value, authType, authConfig }] of canaries.entries()) {
    const params = { id: connectionIds[at] ?? '' };
    const wrongKind = authType === 'api_key' ? { token: value } : { apiKey: value };
    const url = `https://someone:${encodeURIComponent(value)}@api.example.com`;
    const stored: unknown[] = [
      { credentials: value },
      { credentials: [value] },
      { credentials: { ...authConfig, token: value, apiKey: value } },
      { credentials: { [value]: value } },
      { credentials: { apiKey: { value } } },
      { credentials: { apiKey: value.padEnd(9000, '.') } },
      { credentials: wrongKind },
      { credentials: good, expiresAt: value },
      { apiKey: value },
      `{"credentials":{"apiKey":"${value}"`,
      value,
    ];
    const created: unknown[] = [
      { name: 'A', authType: value, baseUrl: 'https://api.example.com' },
      { name: 'A', authType, authConfig: value, baseUrl: 'https://api.example.com' },
      { name: 'A', authType: 'none', authConfig, baseUrl: 'https://api.example.com' },
      { name: 'A', authType, authConfig, baseUrl: value },
      { name: 'A', authType, authConfig, baseUrl: url },
      { name: 'A', authType, authConfig, baseUrl: 'http://127.0.0.1' },
      { name: 'A', authType, authConfig, documentationUrl: url },
      { name: 'A', authType, authConfig, document: { content: 'not a document' } },
      { name: 'A', authType, authConfig },
      { name: 7, authType, authConfig },
    ];
    const changed: unknown[] = [
      { authConfig: wrongKind },
      { authConfig: { [value]: value } },
      { authType: value },
      { baseUrl: url, authConfig },
      { baseUrl: 'http://127.0.0.1', authConfig },
      { documentationUrl: url },
      { status: value },
      { rateLimit: { requests: value, perSeconds: 1 } },
    ];
    const refused = [
      ...stored.map((body) => call({ operationId: 'storeCredentials', params, body })),
      ...created.map((body) => call({ operationId: 'createConnection', body })),
      ...changed.map((body) => call({ operationId: 'patchConnection', params, body })),
      call({ operationId: 'storeCredentials', params: { id: value }, body: { credentials: authConfig } }),
      call({ operationId: 'listConnections', query: { status: value, type: value, page: value } }),
      call({ operationId: 'getMe', headers: { authorization: `Bearer ${value}` } }, undefined),
      call({ operationId: 'getMe', headers: { 'x-workspace-id': value } }),
      call({ operationId: 'login', body: { email: 'nobody@example.com', password: value } }, undefined),
      call({ operationId: 'refreshSession', body: { refreshToken: value } }, undefined),
      call({ operationId: 'verifyEmail', body: { token: value } }, undefined),
    ];
    for (const { status } of await Promise.all(refused)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
  }
  expect(await leaks()).toEqual([]);
});

test('nor does a fault on our side, in its answer or in the log', async () => {
  api.ports.dataKeys.reachable = false;
  const { put } = api.ports.bucket;
  for (const [at, { authConfig }] of canaries.entries()) {
    const params = { id: connectionIds[at] ?? '' };
    const stored = await call({
      operationId: 'replaceCredentials',
      params,
      body: { credentials: authConfig },
    });
    expect(stored).toMatchObject({ status: 503, body: { code: 'SERVICE_UNAVAILABLE' }, faults: [] });
  }
  api.ports.dataKeys.reachable = true;
  api.ports.bucket.put = async () => {
    throw new Error('The bucket is gone.');
  };
  for (const { authType, authConfig } of canaries) {
    const document = { content: JSON.stringify(petsDocument()) };
    const created = await call({
      operationId: 'createConnection',
      body: { name: 'A', authType, authConfig, document },
    });
    expect(created).toMatchObject({ status: 500, body: { code: 'INTERNAL_ERROR' }, faults: [] });
  }
  api.ports.bucket.put = put;
  expect(api.logged.filter(({ message }) => message === 'request failed').length).toBeGreaterThanOrEqual(100);
  expect(await leaks()).toEqual([]);
});

test.each([200, 401, 500])('a run keeps none of what an upstream repeats with status %i', async (status) => {
  const upstream = parrot(status);
  const { body } = await runAll(upstream);
  const sent = status === 200 ? 50 : 20;
  expect(upstream.heard).toHaveLength(sent);
  // The credentials did go out.
  expect(
    findCanaries({ canaries, places: { upstream: upstream.heard.map((text) => JSON.parse(text)) } }).length,
  ).toBeGreaterThanOrEqual(sent);
  expect(JSON.stringify(body)).toContain('[redacted]');
  expect(await leaks()).toEqual([]);
});

test('a run keeps none of what the real way out refuses to send', async () => {
  const { body } = await runAll(api.ports.egress);
  expect(body.data.status).toBe('failed');
  expect(await leaks()).toEqual([]);
});
