import { endpointId } from '../../shared/openapi/name-tools.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { ENDPOINTS } from '../support/route-fixtures.ts';
import { changesAmong, itemsOf, makeTenant, newItems, type Tenant } from '../support/tenants.ts';

let api: ApiUnderTest;
let home: Tenant;
beforeAll(async () => {
  api = await startApi();
  home = await makeTenant(api);
});
afterAll(() => api.close());

const create = (body: object) =>
  api.callRoute({ operationId: 'createConnection', caller: home.owner, body: { name: 'By hand', ...body } });
const withOne = (endpoint: object) =>
  create({ ...ENDPOINTS, endpoints: [{ method: 'GET', path: '/things', ...endpoint }] });
const detail = async (id: string, method: 'GET' | 'POST', path: string) => {
  const params = { id, endpointId: endpointId(method, path) };
  return (await api.callRoute({ operationId: 'getEndpoint', caller: home.owner, params })).body.data;
};

test('endpoints that were written down are a catalogue like any other', async () => {
  const { status, body, faults } = await create({
    ...ENDPOINTS,
    authType: 'api_key',
    authConfig: { apiKey: 'a-key', headerName: 'X-Own' },
  });
  expect({ status, faults }).toEqual({ status: 201, faults: [] });
  expect(body.data).toMatchObject({
    ingestionStatus: 'SUCCEEDED',
    status: 'ACTIVE',
    endpointCount: 1,
    problems: [],
    specHash: expect.stringMatching(/^sha256:/),
  });
  expect(await detail(body.data.id, 'POST', '/notes/{book}')).toMatchObject({
    summary: 'Write a note',
    baseUrl: 'https://by-hand.example.com/v1',
    security: [[{ type: 'apiKey', in: 'header', parameterName: 'X-Own' }]],
    parameters: [
      { name: 'notify', in: 'query', required: false, schema: { type: 'boolean' } },
      { name: 'book', in: 'path', required: true, schema: { type: 'string' } },
    ],
    requestBody: { required: true, content: { 'application/json': {} } },
    inputSchema: { required: ['book'], properties: { text: { type: 'string' } } },
  });
});

test('the least that can be said of an endpoint is enough', async () => {
  const { body } = await withOne({ path: '/things/{id}' });
  const shown = await detail(body.data.id, 'GET', '/things/{id}');
  expect(shown).toMatchObject({ responses: { '200': {} }, security: [], parameters: [{ name: 'id' }] });
});

test.each([
  ['a path with a query', { path: '/things?x=1' }, 'endpoints[0].path'],
  ['a path on another host', { path: '//evil.example.com/' }, 'endpoints[0].path'],
  ['a path without a slash', { path: 'things' }, 'endpoints[0].path'],
  ['a path that goes up', { path: '/things/../admin' }, 'endpoints[0].path'],
  ['a path that goes up in disguise', { path: '/things/%2E%2e' }, 'endpoints[0].path'],
  ['a method that is none', { method: 'FETCH' }, 'endpoints[0].method'],
  ['a status that is none', { responses: { ok: {} } }, 'endpoints[0].responses'],
  ['a media type that is none', { requestBody: { contentType: 'json' } }, 'endpoints[0].requestBody'],
  ['a member that it does not know', { url: 'https://evil.example.com' }, 'endpoints[0]'],
  ['a schema with a hidden member', { parameters: [{ name: 'a', schema: { constructor: 1 } }] }, 'schema'],
])('%s is refused with its place', async (_, endpoint, place) => {
  const before = await itemsOf(home);
  const { status, body } = await withOne(endpoint);
  expect({ status, code: body.code }).toEqual({ status: 422, code: 'VALIDATION_ERROR' });
  expect(JSON.stringify(body.details)).toContain(place);
  expect(newItems(before, await itemsOf(home))).toEqual([]);
});

test.each([
  ['the same endpoint twice', { endpoints: [1, 2].map((at) => ({ method: 'GET', path: `/a/{b${at}}` })) }],
  ['none at all', { endpoints: [] }],
  ['endpoints beside a document', { documentationUrl: 'https://pets.example.com/openapi.json' }],
  ['endpoints of no address', { baseUrl: undefined }],
])('%s is refused', async (_, over) => {
  expect(await create({ ...ENDPOINTS, ...over })).toMatchObject({
    status: 422,
    body: { code: 'VALIDATION_ERROR' },
  });
});

describe('changed', () => {
  const replace = (id: string, body: object) =>
    api.callRoute({
      operationId: 'replaceConnection',
      caller: home.owner,
      params: { id },
      body: { name: 'By hand', baseUrl: ENDPOINTS.baseUrl, ...body },
    });

  test('by PUT, they are in the place of those that were there', async () => {
    const { id, specHash } = (await create(ENDPOINTS)).body.data;
    const endpoints = [
      { method: 'GET', path: '/one' },
      { method: 'GET', path: '/two' },
    ];
    const { body, faults } = await replace(id, { endpoints });
    expect(faults).toEqual([]);
    expect(body.data).toMatchObject({ endpointCount: 2, ingestionStatus: 'SUCCEEDED' });
    expect(body.data.specHash).not.toBe(specHash);
    expect(await detail(id, 'GET', '/two')).toMatchObject({ path: '/two' });
    expect(await detail(id, 'POST', '/notes/{book}')).toBeUndefined();
    expect((await replace(id, {})).body.data).toMatchObject({ endpointCount: 2 });
  });

  test('very many are left to a worker, and the old ones stay live meanwhile', async () => {
    const { id, specHash } = (await create(ENDPOINTS)).body.data;
    const before = await itemsOf(home);
    const description = 'x'.repeat(5000);
    const endpoints = Array.from({ length: 450 }, (_, at) => ({
      method: 'GET',
      path: `/${at}`,
      description,
    }));
    const { body, faults } = await replace(id, { endpoints });
    expect(faults).toEqual([]);
    expect(body.data).toMatchObject({ ingestionStatus: 'QUEUED', endpointCount: 1, specHash });
    const { events } = changesAmong(newItems(before, await itemsOf(home)));
    expect(events).toEqual(['connection.ingestion_queued', 'connection.updated']);
  });

  test('they are compared with those that were there: the history, the event and the marks are as of a refresh', async () => {
    const answer = (properties: object) => ({ 200: { schema: { type: 'object', properties } } });
    const text = { type: 'string' };
    const read = { method: 'GET', path: '/books/{id}', responses: answer({ title: text, author: text }) };
    const write = {
      method: 'POST',
      path: '/notes',
      requestBody: { schema: { type: 'object', properties: { text } } },
    };
    const { id } = (await create({ ...ENDPOINTS, endpoints: [read, write] })).body.data;
    const call = { type: 'api_call', apiConnectionId: id };
    const steps = [
      { ...call, name: 'Read', method: 'GET', endpoint: '/books/{id}', parameters: { id: '7' } },
      {
        ...call,
        name: 'Write',
        method: 'POST',
        endpoint: '/notes',
        parameters: { text: '{{steps.read.author}}' },
      },
    ];
    const { id: workflowId = '' } = await home.make('createWorkflow', { body: { name: 'Note', steps } });
    const before = await itemsOf(home);

    const endpoints = [
      { ...read, responses: answer({ title: text }) },
      write,
      { method: 'GET', path: '/new' },
    ];
    const { body, faults } = await replace(id, { endpoints });
    expect(faults).toEqual([]);
    expect(body.data).toMatchObject({ ingestionStatus: 'SUCCEEDED', endpointCount: 3, problems: [] });

    const { events, audits } = changesAmong(newItems(before, await itemsOf(home)));
    expect(events).toEqual([
      'connection.drifted',
      'connection.ingested',
      'connection.ingestion_queued',
      'connection.updated',
    ]);
    expect(audits).toHaveLength(1);
    const listed = await api.callRoute({ operationId: 'listChanges', caller: home.owner, params: { id } });
    expect(listed.body.data.changes).toMatchObject([
      { counts: { new: 1, removed: 0, changed: 1, breaking: 1 }, brokenWorkflows: [{ workflowId }] },
    ]);
    const get = { operationId: 'getWorkflow', caller: home.owner, params: { id: workflowId } } as const;
    expect((await api.callRoute(get)).body.data.drift).toMatchObject([{ connectionId: id }]);

    // What is again as it was fits again.
    await replace(id, { endpoints: [read, write] });
    expect((await api.callRoute(get)).body.data.drift ?? []).toEqual([]);
    await replace(id, { endpoints: [read, write] });
    const again = await api.callRoute({ operationId: 'listChanges', caller: home.owner, params: { id } });
    expect(again.body.data.changes).toHaveLength(2);
  });

  test('they take the place of a document only where its address is gone', async () => {
    const { id } = (await create(ENDPOINTS)).body.data;
    const documentationUrl = 'https://pets.example.com/openapi.json';
    expect((await replace(id, { documentationUrl })).status).toBe(200);
    const endpoints = [{ method: 'GET', path: '/one' }];
    const refused = await replace(id, { documentationUrl, endpoints });
    expect(refused).toMatchObject({ status: 422, body: { details: [{ path: 'body.endpoints' }] } });
    expect((await replace(id, { endpoints })).body.data).toMatchObject({ endpointCount: 1 });
  });
});
