import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import type { OperationId, RouteRequest } from '../support/call-route.ts';
import { testId } from '../support/changes.ts';
import { makeTenant, type Tenant } from '../support/tenants.ts';

let api: ApiUnderTest;
let home: Tenant;
beforeAll(async () => {
  api = await startApi();
  home = await makeTenant(api);
});
afterAll(() => api.close());

const text = { type: 'string' };
const PET = { type: 'object', required: ['id', 'owner'], properties: { id: text, owner: text, tag: text } };
const answering = (schema: object) => ({
  responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } },
});
const GET = {
  operationId: 'getPet',
  parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
  ...answering(PET),
};
const TELL = {
  operationId: 'tell',
  parameters: [{ name: 'who', in: 'query', schema: text }],
  ...answering({ type: 'object' }),
};

function pets({
  get = GET,
  tell = TELL,
  server = 'https://pets.example.com',
}: { get?: object; tell?: object; server?: string } = {}) {
  return {
    openapi: '3.0.3',
    info: { title: 'Pets', version: '1' },
    servers: [{ url: server }],
    paths: { '/pets/{id}': { get }, '/tell': { get: tell } },
  };
}

const WITHOUT_OWNER = pets({
  get: { ...GET, ...answering({ ...PET, required: ['id'], properties: { id: text, tag: text } }) },
});

const call = async (operationId: OperationId, request: RouteRequest) => {
  const answer = await api.callRoute({ operationId, caller: home.owner, ...request });
  return { status: answer.status, ...answer.body };
};

/** A connection with its document, and a workflow that reads the owner of a pet. */
async function setup(document: object = pets()) {
  const path = `/${testId('doc')}.json`;
  const url = api.documentServer.serve(path, document);
  const { id = '' } = await home.make('createConnection', { body: { name: 'Pets', document: { url } } });
  const steps = [
    {
      name: 'Get pet',
      type: 'api_call',
      apiConnectionId: id,
      method: 'GET',
      endpoint: '/pets/{id}',
      parameters: { id: '7' },
    },
    {
      name: 'Tell',
      type: 'api_call',
      apiConnectionId: id,
      method: 'GET',
      endpoint: '/tell',
      parameters: { who: '{{steps.get_pet.owner}}' },
    },
  ];
  const { id: workflowId = '' } = await home.make('createWorkflow', {
    body: { name: 'Tell the owner', steps },
  });
  return {
    id,
    path,
    workflowId,
    change: (next: object | string) => api.documentServer.serve(path, next),
    refresh: async () => (await call('refreshConnection', { params: { id } })).data,
    connection: async () => (await call('getConnection', { params: { id } })).data,
    drift: async () => (await call('getWorkflow', { params: { id: workflowId } })).data.drift,
    events: async () =>
      (await api.everything()).flatMap(({ event }) => {
        const parsed = typeof event === 'string' ? JSON.parse(event) : {};
        return parsed.type === 'connection.drifted' && parsed.data.connectionId === id ? [parsed.data] : [];
      }),
  };
}

describe('a refresh', () => {
  it('asks whether the document has changed, and says that it has not', async () => {
    const { refresh, path, connection } = await setup();
    const before = await connection();
    expect(await refresh()).toMatchObject({
      ingestionStatus: 'SUCCEEDED',
      specChanged: false,
      endpointsUpdated: 0,
      changes: null,
      brokenWorkflows: [],
      message: 'The document has not changed.',
    });
    expect(api.documentServer.asked(path)).toMatchObject({ all: 2, unchanged: 1 });
    expect((await connection()).specHash).toBe(before.specHash);
  });

  it('tells what changed and names workflow, version, step and reason of what that breaks', async () => {
    const { refresh, change, workflowId, connection } = await setup();
    change({ ...WITHOUT_OWNER, paths: { ...WITHOUT_OWNER.paths, '/new': { get: answering(text) } } });
    const answer = await refresh();
    expect(answer).toMatchObject({
      specChanged: true,
      endpointsUpdated: 1,
      newEndpoints: 1,
      removedEndpoints: 0,
      responseTime: expect.any(Number),
      message:
        'API specification refreshed successfully - endpoints updated. Workflows that no longer fit: 1.',
      changes: { counts: { new: 1, removed: 0, changed: 1, breaking: 1 } },
      brokenWorkflows: [
        {
          workflowId,
          name: 'Tell the owner',
          version: 1,
          steps: [
            {
              stepId: 'tell',
              stepName: 'Tell',
              reasons: [
                {
                  code: 'response-property-removed',
                  location: 'response.200.owner',
                  method: 'GET',
                  path: '/pets/{id}',
                  sentence:
                    '{{steps.get_pet.owner}} reads the answer of "Get pet": "owner" of the answer is gone.',
                },
              ],
            },
          ],
        },
      ],
    });
    expect((await connection()).endpointCount).toBe(3);
  });

  it('marks the workflow and tells of the drift, until the document is again what it was', async () => {
    const { id, refresh, change, workflowId, drift, events } = await setup();
    change(WITHOUT_OWNER);
    const { ingestionId } = await refresh();
    expect(await drift()).toMatchObject([
      { connectionId: id, changeId: ingestionId, steps: [{ stepId: 'tell' }] },
    ]);
    const listed = await call('listWorkflows', { query: { search: 'Tell the owner' } });
    expect(listed.data.workflows.find((one: { id: string }) => one.id === workflowId).drift).toHaveLength(1);
    expect(await events()).toMatchObject([
      {
        connectionId: id,
        new: 0,
        removed: 0,
        changed: 1,
        breaking: 1,
        workflows: [workflowId],
        workflowCount: 1,
      },
    ]);
    change(pets());
    expect(await refresh()).toMatchObject({ specChanged: true, brokenWorkflows: [] });
    expect(await drift()).toEqual([]);
    expect(await events()).toHaveLength(2);
  });

  it('lets a mark stand while only the name of a workflow changes, and takes it away with a version that fits', async () => {
    const { refresh, change, workflowId, drift, id } = await setup();
    change(WITHOUT_OWNER);
    await refresh();
    const params = { id: workflowId };
    expect((await call('updateWorkflow', { params, body: { name: 'Renamed' } })).data.drift).toHaveLength(1);
    const { steps } = (await call('getWorkflow', { params })).data;
    const written = steps.map(({ name, type, method, endpoint, parameters }: Record<string, unknown>) => ({
      name,
      type,
      method,
      endpoint,
      apiConnectionId: id,
      parameters: name === 'Tell' ? { who: '{{steps.get_pet.tag}}' } : parameters,
    }));
    const changed = await call('updateWorkflow', { params, body: { steps: written } });
    expect(changed).toMatchObject({ status: 200, data: { version: 2, drift: [] } });
    expect(await drift()).toEqual([]);
    change(pets());
    expect(await refresh()).toMatchObject({ brokenWorkflows: [] });
  });

  it('compares each workflow with the document that it was made for, however many versions ago', async () => {
    const { refresh, change, drift } = await setup();
    change(pets({ tell: { ...TELL, summary: 'Other words' } }));
    expect(await refresh()).toMatchObject({ specChanged: true, endpointsUpdated: 0 });
    change(WITHOUT_OWNER);
    await refresh();
    change({ ...WITHOUT_OWNER, paths: { ...WITHOUT_OWNER.paths, '/more': { get: answering(text) } } });
    expect(await refresh()).toMatchObject({
      newEndpoints: 1,
      brokenWorkflows: [{ steps: [{ stepId: 'tell' }] }],
    });
    expect(await drift()).toHaveLength(1);
  });

  it('that fails keeps what was known and says why', async () => {
    const { refresh, change, connection, path } = await setup();
    const { specHash, endpointCount } = await connection();
    api.documentServer.fail(path, 500);
    const refused = { ingestionStatus: 'FAILED', specChanged: false, changes: null };
    expect(await refresh()).toMatchObject({
      ...refused,
      message: expect.stringMatching(/answered 500.* The endpoints that were known stay as they are\./),
    });
    change('<html>Sign in</html>');
    expect(await refresh()).toMatchObject(refused);
    expect(await connection()).toMatchObject({
      specHash,
      endpointCount,
      status: 'ACTIVE',
      ingestionStatus: 'FAILED',
    });
    change(pets());
    expect(await refresh()).toMatchObject({ ingestionStatus: 'SUCCEEDED', specChanged: false });
  });

  it('never moves where calls go: another server in the document is a problem and a reason', async () => {
    const { refresh, change, connection } = await setup();
    change(pets({ server: 'https://evil.example.net' }));
    expect(await refresh()).toMatchObject({
      changes: { general: [{ code: 'base-url-changed', breaking: true, location: 'servers' }] },
    });
    const moved = { code: 'SERVER_MOVED', pointer: '/servers' };
    expect(await connection()).toMatchObject({ baseUrl: 'https://pets.example.com', problems: [moved] });
    change(pets({ server: 'https://evil.example.net', tell: { ...TELL, deprecated: true } }));
    await refresh();
    expect(await connection()).toMatchObject({ problems: [moved] });
    change(pets());
    await refresh();
    expect(await connection()).toMatchObject({ problems: [] });
  });

  it('is refused where the document has no address, and not begun twice', async () => {
    const { id: bare = '' } = await home.make('createConnection', {
      body: { name: 'Inline', document: { content: JSON.stringify(pets()) } },
    });
    expect(await call('refreshConnection', { params: { id: bare } })).toMatchObject({
      status: 422,
      code: 'VALIDATION_ERROR',
      error: expect.stringContaining('documentationUrl'),
    });
    const { id, refresh } = await setup();
    const ingestion = {
      id: testId('ing'),
      kind: 'refresh' as const,
      open: [],
      requestedAt: '2026-01-01T00:00:00.000Z',
    };
    await api.db.table.update({
      key: { pk: `TENANT#${home.id}`, sk: `CONN#${id}` },
      update: 'SET ingestion = :ingestion, ingestionStatus = :queued',
      values: { ':ingestion': ingestion, ':queued': 'QUEUED' },
    });
    expect(await refresh()).toMatchObject({
      ingestionStatus: 'QUEUED',
      ingestionId: ingestion.id,
      specChanged: false,
    });
  });
});

describe('the history of a document', () => {
  it('lists what changed, newest first, and each change with everything', async () => {
    const { id, refresh, change } = await setup();
    const many = Array.from({ length: 30 }, (_, at) => [`/new/${at}`, { get: answering(text) }]);
    change({ ...pets(), paths: { ...pets().paths, ...Object.fromEntries(many) } });
    const first = await refresh();
    change(pets());
    const second = await refresh();
    const { changes, pagination } = (await call('listChanges', { params: { id } })).data;
    expect(changes.map((one: { id: string }) => one.id)).toEqual([second.ingestionId, first.ingestionId]);
    expect(pagination).toMatchObject({ total: 2, hasNext: false });
    expect(changes[1]).toMatchObject({ counts: { new: 30 }, to: changes[0].from });
    expect(changes[1].operations).toHaveLength(20);
    const params = { id, changeId: first.ingestionId };
    const page = await call('getChange', { params, query: { page: '2', limit: '25' } });
    expect(page.data.operations).toHaveLength(5);
    expect(page.data.pagination).toMatchObject({ total: 30, totalPages: 2 });
    const absent = await call('getChange', { params: { id, changeId: testId('ing') } });
    expect(absent).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' });
  });
});
