import { request } from 'undici';
import { call, local, until } from '../support/api-client.ts';
import { bootLaptop } from '../support/boot-laptop.ts';
import { startDocumentServer, type DocumentServer } from '../support/document-server.ts';
import { newPerson, type Person } from '../support/people.ts';

const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
});
const json = (schema: object) => ({ 'application/json': { schema } });
const ok = (schema: object) => ({ 200: { description: 'OK', content: json(schema) } });

/** A ticket desk: what its second version changes is what such documents change (names and paths are made up). */
function desk({
  ticket = {},
  comment = {},
  more = {},
}: { ticket?: object; comment?: object; more?: object } = {}) {
  const properties = {
    id: { type: 'integer' },
    title: text,
    assignee: object({ email: text }, ['email']),
    ...ticket,
  };
  const id = { name: 'ticketId', in: 'path', required: true, schema: { type: 'integer' } };
  return {
    openapi: '3.0.3',
    info: { title: 'Ticket desk', version: '1.0.0' },
    servers: [{ url: 'https://desk.example.com/v1' }],
    paths: {
      '/tickets/{ticketId}': {
        get: {
          operationId: 'getTicket',
          parameters: [id],
          responses: ok(object(properties, Object.keys(properties))),
        },
      },
      '/tickets/{ticketId}/comments': {
        post: {
          operationId: 'addComment',
          parameters: [id],
          requestBody: {
            required: true,
            content: json({ ...object({ body: text, visibility: text }, ['body']), ...comment }),
          },
          responses: ok(object({ id: { type: 'integer' } })),
        },
      },
      ...more,
    },
  };
}

let documents: DocumentServer;
let laptop: Awaited<ReturnType<typeof bootLaptop>>;
let person: Person;
beforeAll(async () => {
  documents = await startDocumentServer();
  laptop = await bootLaptop({ flags: ['--no-demo', '--allow-upstream', documents.host] });
  person = await newPerson('Radia', laptop.url);
}, 120_000);
afterAll(async () => {
  await laptop.close();
  await documents.close();
});

const api = async (method: string, path: string, body?: unknown) =>
  (await call(method, path, { token: person.token, ...(body === undefined ? {} : { body }) }, laptop.url))
    .body.data;

/** A connection whose document is at the path, and a workflow over it. */
async function connectDesk(path: string) {
  const url = documents.serve(path, desk());
  const { id } = await api('POST', '/connections', { name: `Desk ${path}`, document: { url } });
  const step = (name: string, method: string, endpoint: string, parameters: object) => ({
    name,
    type: 'api_call',
    apiConnectionId: id,
    method,
    endpoint,
    parameters,
  });
  const steps = [
    step('Get ticket', 'GET', '/tickets/{ticketId}', { ticketId: 7 }),
    { name: 'Greeting', type: 'transform', expression: '"Hello " & steps.get_ticket.assignee.email' },
    step('Comment', 'POST', '/tickets/{ticketId}/comments', { ticketId: 7, body: '{{steps.greeting}}' }),
  ];
  const workflow = await api('POST', '/workflows', { name: `Greet ${path}`, steps });
  return { id, workflowId: workflow.id };
}

const events = async (type: string, connectionId: string) =>
  (await local('/events?limit=1000', laptop.url)).filter(
    (event: { 'detail-type': string; detail: { data: { connectionId?: string } } }) =>
      event['detail-type'] === type && event.detail.data.connectionId === connectionId,
  );

const fireNight = async () => {
  const { statusCode, body } = await request(`${laptop.url}/_local/rules/apiq-local-nightly/fire`, {
    method: 'POST',
  });
  await body.dump();
  expect(statusCode).toBe(200);
};

test('a refresh says what changed and names workflow, version, step and reason of what that breaks', async () => {
  const { id, workflowId } = await connectDesk('/refresh.json');
  expect(await api('POST', `/connections/${id}/refresh`)).toMatchObject({
    specChanged: false,
    brokenWorkflows: [],
  });
  expect(documents.asked('/refresh.json').unchanged).toBe(1);

  const properties = { body: text, visibility: text };
  documents.serve(
    '/refresh.json',
    desk({
      ticket: { assignee: object({ name: text }) },
      comment: object(properties, ['body', 'visibility']),
      more: { '/queues': { get: { responses: ok({ type: 'array', items: text }) } } },
    }),
  );
  const refreshed = await api('POST', `/connections/${id}/refresh`);
  expect(refreshed).toMatchObject({
    specChanged: true,
    endpointsUpdated: 2,
    newEndpoints: 1,
    removedEndpoints: 0,
  });
  const [broken, ...others] = refreshed.brokenWorkflows;
  expect(others).toEqual([]);
  expect(broken).toMatchObject({
    workflowId,
    version: 1,
    steps: [
      {
        stepId: 'greeting',
        reasons: [{ code: 'response-property-removed', location: 'response.200.assignee.email' }],
      },
      {
        stepId: 'comment',
        reasons: [
          {
            code: 'request-property-became-required',
            location: 'body.visibility',
            method: 'POST',
            path: '/tickets/{ticketId}/comments',
            sentence: '"visibility" of the body must be given now.',
          },
        ],
      },
    ],
  });
  const [event] = await until(async () => {
    const found = await events('connection.drifted', id);
    return found.length > 0 ? found : undefined;
  });
  expect(event.detail.data).toMatchObject({
    new: 1,
    removed: 0,
    changed: 2,
    breaking: 2,
    workflows: [workflowId],
  });
  expect((await api('GET', `/workflows/${workflowId}`)).drift).toMatchObject([
    {
      connectionId: id,
      changeId: refreshed.ingestionId,
      steps: [{ stepId: 'greeting' }, { stepId: 'comment' }],
    },
  ]);
  const { changes } = await api('GET', `/connections/${id}/changes`);
  expect(changes).toMatchObject([{ id: refreshed.ingestionId, counts: { new: 1, changed: 2 } }]);
});

test('a refresh that fails keeps what was known of the API, and says why', async () => {
  const { id } = await connectDesk('/failing.json');
  documents.fail('/failing.json', 503);
  const failed = await api('POST', `/connections/${id}/refresh`);
  expect(failed).toMatchObject({ ingestionStatus: 'FAILED', specChanged: false });
  expect(failed.message).toContain('answered 503');
  const connection = await api('GET', `/connections/${id}`);
  expect(connection).toMatchObject({ status: 'ACTIVE', endpointCount: 2, ingestion: { status: 'FAILED' } });
  const { endpoints } = await api('GET', `/connections/${id}/endpoints`);
  expect(endpoints).toHaveLength(2);
});

test('a document that is large is refreshed in the background, with the old catalogue live until the swap', async () => {
  const { id, workflowId } = await connectDesk('/large.json');
  const { '/tickets/{ticketId}': ticket } = desk().paths;
  const info = { title: 'Ticket desk', version: '2', description: 'x'.repeat(3 * 1024 * 1024) };
  documents.serve('/large.json', { ...desk(), info, paths: { '/tickets/{ticketId}': ticket } });
  const queued = await api('POST', `/connections/${id}/refresh`);
  expect(queued).toMatchObject({ specChanged: false, brokenWorkflows: [] });
  expect(['QUEUED', 'RUNNING']).toContain(queued.ingestionStatus);
  const connection = await until(async () => {
    const found = await api('GET', `/connections/${id}`);
    return found.ingestionStatus === 'SUCCEEDED' ? found : undefined;
  }, 60_000);
  expect(connection).toMatchObject({
    endpointCount: 1,
    ingestion: { id: queued.ingestionId, kind: 'refresh' },
  });
  const { changes } = await api('GET', `/connections/${id}/changes`);
  expect(changes).toMatchObject([
    { counts: { removed: 1 }, brokenWorkflows: [{ workflowId, steps: [{ stepId: 'comment' }] }] },
  ]);
}, 90_000);

test('once a night every API is called once, with its credential, and the first failure is told of', async () => {
  const { id: tokenless } = await connectDesk('/unreachable.json');
  documents.serve('/v1/status', { ok: true });
  const document = {
    ...desk(),
    servers: [{ url: `http://${documents.host}/v1` }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/status': { get: { security: [{ token: [] }], responses: ok(object({ ok: { type: 'boolean' } })) } },
    },
  };
  const { id } = await api('POST', '/connections', {
    name: 'Status',
    authType: 'bearer',
    authConfig: { token: 'a-token-that-nobody-knows' },
    document: { content: document },
  });
  const checked = (status: string, connectionId = id) =>
    until(async () => {
      const { lastCheck } = await api('GET', `/connections/${connectionId}`);
      return lastCheck?.status === status ? lastCheck : undefined;
    }, 60_000);
  await fireNight();
  expect(await checked('passed')).toMatchObject({
    operation: 'GET /status',
    message: 'GET /status answered 200.',
  });
  expect(documents.asked('/v1/status').headers[0]).toMatchObject({
    authorization: 'Bearer a-token-that-nobody-knows',
  });
  // Its document names no operation that could be called without knowing a ticket.
  expect(await checked('skipped', tokenless)).toMatchObject({
    message: expect.stringContaining('Not checked'),
  });
  documents.fail('/v1/status', 401);
  await fireNight();
  expect((await checked('failed')).message).toContain('the stored credentials are not accepted');
  const [told] = await until(async () => {
    const found = await events('connection.check_failed', id);
    return found.length > 0 ? found : undefined;
  });
  expect(told.detail.data).toMatchObject({ operation: 'GET /status' });
  expect(JSON.stringify(told)).not.toContain('a-token-that-nobody-knows');
}, 120_000);

test('once a night every document is looked at, and what drifted is marked and told of', async () => {
  const [drifting, steady] = [await connectDesk('/drifting.json'), await connectDesk('/steady.json')];
  documents.serve('/drifting.json', desk({ ticket: { assignee: text } }));
  await fireNight();
  const marked = await until(async () => {
    const { drift } = await api('GET', `/workflows/${drifting.workflowId}`);
    return drift.length > 0 ? drift : undefined;
  }, 60_000);
  expect(marked).toMatchObject([{ connectionId: drifting.id, steps: [{ stepId: 'greeting' }] }]);
  await until(async () => (documents.asked('/steady.json').unchanged > 0 ? true : undefined), 60_000);
  const { ingestion } = await until(async () => {
    const found = await api('GET', `/connections/${steady.id}`);
    return found.ingestionStatus === 'SUCCEEDED' ? found : undefined;
  });
  expect(ingestion).toMatchObject({ kind: 'refresh', message: null });
  expect((await api('GET', `/workflows/${steady.workflowId}`)).drift).toEqual([]);
  expect(await until(async () => (await events('connection.drifted', drifting.id))[0])).toBeDefined();
}, 120_000);
