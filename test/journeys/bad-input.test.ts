import { call, local, until } from '../support/api-client.ts';
import { newPerson, type Person } from '../support/people.ts';
import { breakUpstream, connect, sample } from '../support/sample-upstreams.ts';

describe('bad input', () => {
  let person: Person;
  beforeAll(async () => {
    person = await newPerson('Grace');
  });

  const unknownIds = [
    'conn_00000000000000000000000000',
    'wf_00000000000000000000000000',
    'run_00000000000000000000000000',
  ];

  test.each<[string, string, string, Parameters<typeof call>[2], number, string]>([
    ['an unknown route', 'GET', '/nothing/here', { undocumented: true }, 404, 'ROUTE_NOT_FOUND'],
    ['a method that is not served', 'PATCH', '/health', { undocumented: true }, 404, 'ROUTE_NOT_FOUND'],
    ['no token', 'GET', '/connections', {}, 401, 'UNAUTHORIZED'],
    [
      'a forged token',
      'GET',
      '/connections',
      { token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.x' },
      401,
      'UNAUTHORIZED',
    ],
    [
      'a wrong password',
      'POST',
      '/auth/login',
      { body: { email: 'nobody@example.com', password: 'wrong-horse-9' } },
      401,
      'INVALID_CREDENTIALS',
    ],
    [
      'a verification token that is none',
      'POST',
      '/auth/verify',
      { body: { token: 'made-up.123456' } },
      400,
      'INVALID_TOKEN',
    ],
    [
      'a refresh token that is none',
      'POST',
      '/auth/refresh',
      { body: { refreshToken: 'made-up' } },
      401,
      'UNAUTHORIZED',
    ],
    [
      'a weak password',
      'POST',
      '/auth/register',
      { body: { email: 'weak@example.com', name: 'W', password: 'short' } },
      422,
      'VALIDATION_ERROR',
    ],
    [
      'a password the policy refuses',
      'POST',
      '/auth/register',
      { body: { email: 'weak@example.com', name: 'W', password: 'onlyletters' } },
      422,
      'VALIDATION_ERROR',
    ],
  ])('%s', async (_name, method, path, options, status, code) => {
    const answer = await call(method, path, options);
    expect(answer).toMatchObject({
      status,
      body: { success: false, code, error: expect.any(String), requestId: expect.any(String) },
    });
    expect(answer.text).not.toMatch(/at .*\.(m?js|ts)/);
  });

  test.each<[string, string, string, unknown, number, string]>([
    ['a body that is not JSON', 'POST', '/chat', '{"message": ', 400, 'INVALID_JSON'],
    ['a body that does not fit', 'POST', '/chat', '{"text": "hi"}', 422, 'VALIDATION_ERROR'],
    [
      'a prototype key',
      'POST',
      '/workflows',
      '{"name":"x","steps":[{"name":"a","type":"transform","expression":"1","__proto__":{"x":1}}]}',
      422,
      'VALIDATION_ERROR',
    ],
    [
      'steps that fit nothing',
      'POST',
      '/workflows',
      `{"name":"x","steps":[{"name":"a","type":"api_call","apiConnectionId":"${unknownIds[0]}","endpoint":"/x","method":"GET"}]}`,
      422,
      'VALIDATION_ERROR',
    ],
    [
      'an expression that cannot be read',
      'POST',
      '/workflows',
      '{"name":"x","steps":[{"name":"a","type":"transform","expression":"$$$((("}]}',
      422,
      'VALIDATION_ERROR',
    ],
    [
      'a document that is none',
      'POST',
      '/connections',
      '{"name":"x","document":{"content":"<html>no</html>"}}',
      422,
      'INVALID_DOCUMENT',
    ],
    ['a connection of nothing', 'POST', '/connections', '{"name":"x"}', 422, 'VALIDATION_ERROR'],
    [
      'credentials that do not fit',
      'POST',
      '/connections',
      '{"name":"x","baseUrl":"https://api.example.com","authType":"basic","authConfig":{"token":"t"}}',
      422,
      'VALIDATION_ERROR',
    ],
    [
      'a private address as base',
      'POST',
      '/connections',
      '{"name":"x","baseUrl":"http://169.254.169.254/latest"}',
      422,
      'EGRESS_REFUSED',
    ],
    [
      'a private address as document',
      'POST',
      '/connections',
      '{"name":"x","documentationUrl":"http://127.0.0.1:1/openapi.json"}',
      422,
      'EGRESS_REFUSED',
    ],
  ])('%s', async (_name, method, path, raw, status, code) => {
    const answer = await call(method, path, { token: person.token, raw: String(raw) });
    expect(answer).toMatchObject({ status, body: { success: false, code } });
  });

  test('nothing half-written is left behind', async () => {
    const { body } = await call('GET', '/connections', { token: person.token });
    expect(body.data).toMatchObject({ connections: [], total: 0 });
    expect((await call('GET', '/workflows', { token: person.token })).body.data.pagination.total).toBe(0);
  });

  test('an id of another tenant answers exactly as one that never was', async () => {
    const stranger = await newPerson('Eve');
    const connection = await connect(await sample('pet'), person.token);
    const shape = ({ status, body }: Awaited<ReturnType<typeof call>>) => ({
      status,
      body: { ...body, requestId: '', timestamp: '' },
    });
    const paths = (id: string) => [
      `/connections/${id}`,
      `/connections/${id}/endpoints`,
      `/connections/${id}/credentials`,
    ];
    const foreign = await Promise.all(
      paths(connection.id).map((path) => call('GET', path, { token: stranger.token })),
    );
    const absent = await Promise.all(
      paths(unknownIds[0] ?? '').map((path) => call('GET', path, { token: stranger.token })),
    );
    expect(foreign.map(shape)).toEqual(absent.map(shape));
    expect(foreign.every(({ status }) => status === 404)).toBe(true);
    expect((await call('DELETE', `/connections/${connection.id}`, { token: stranger.token })).status).toBe(
      404,
    );
    expect((await call('GET', `/connections/${connection.id}`, { token: person.token })).status).toBe(200);
  });

  test('a document address that answers nothing useful leaves a failed connection with its problem', async () => {
    const { token } = await newPerson('Linus');
    const pets = await sample('pet');
    const { status, body } = await call('POST', '/connections', {
      token,
      body: { name: 'Gone', documentationUrl: `${pets.url}/no-such-document.json` },
    });
    expect({
      status,
      ingestionStatus: body.data.ingestionStatus,
      endpointCount: body.data.endpointCount,
    }).toEqual({
      status: 201,
      ingestionStatus: 'FAILED',
      endpointCount: 0,
    });
    expect(body.data.problems[0].message).toEqual(expect.any(String));
  });

  test('an upstream that answers 500 fails the run in plain words, and the step shows it', async () => {
    const crm = await sample('crm');
    const connection = await connect(crm, person.token);
    const { body } = await call('GET', `/connections/${connection.id}/endpoints?method=GET`, {
      token: person.token,
    });
    const list = body.data.endpoints.find((endpoint: { path: string }) => !endpoint.path.includes('{'));
    const steps = [
      { name: 'Look', type: 'api_call', apiConnectionId: connection.id, endpoint: list.path, method: 'GET' },
    ];
    const workflow = (
      await call('POST', '/workflows', { token: person.token, body: { name: 'Look', steps } })
    ).body.data;
    await call('POST', `/workflows/${workflow.id}/approve`, {
      token: person.token,
      body: { planHash: workflow.planHash },
    });
    // As often as a read is tried.
    await breakUpstream(crm, { status: 500, count: 3 });
    const started = await call('POST', `/workflows/${workflow.id}/execute`, { token: person.token });
    const execution = await until(async () => {
      const { data } = (
        await call('GET', `/executions/${started.body.data.executionId}`, { token: person.token })
      ).body;
      return data.status === 'failed' ? data : undefined;
    });
    expect(execution).toMatchObject({
      error: { code: 'UPSTREAM_ERROR', upstreamStatus: 500, message: expect.stringContaining('500') },
      steps: [{ status: 'failed', error: { code: 'UPSTREAM_ERROR' } }],
    });
    const events = await until(async () => {
      const seen: { 'detail-type': string }[] = await local(`/events?runId=${execution.id}`);
      return seen.length >= 2 ? seen : undefined;
    });
    expect(events.map((event) => event['detail-type'])).toContain('execution.failed');
  });

  test('an upstream that is down fails the run and says so', async () => {
    const document = {
      openapi: '3.1.0',
      info: { title: 'Down', version: '1' },
      servers: [{ url: 'https://down.invalid' }],
      paths: { '/never': { get: { operationId: 'never', responses: { 200: { description: 'OK' } } } } },
    };
    const { token } = person;
    const created = await call('POST', '/connections', {
      token,
      body: { name: 'Down', document: { content: document } },
    });
    const connection = created.body.data;
    expect(connection).toMatchObject({
      ingestionStatus: 'SUCCEEDED',
      endpointCount: 1,
      baseUrl: 'https://down.invalid',
    });
    const steps = [
      { name: 'Never', type: 'api_call', apiConnectionId: connection.id, endpoint: '/never', method: 'GET' },
    ];
    const workflow = (await call('POST', '/workflows', { token, body: { name: 'Never', steps } })).body.data;
    await call('POST', `/workflows/${workflow.id}/approve`, { token, body: { planHash: workflow.planHash } });
    const started = await call('POST', `/workflows/${workflow.id}/execute`, { token });
    const execution = await until(async () => {
      const { data } = (await call('GET', `/executions/${started.body.data.executionId}`, { token })).body;
      return data.status === 'failed' ? data : undefined;
    });
    expect(execution.error).toMatchObject({
      code: 'API_CONNECTION_FAILED',
      message: expect.stringContaining('down.invalid'),
    });
  });

  test('the gateway itself refuses a body that is too large', async () => {
    const raw = JSON.stringify({ message: 'x'.repeat(11 * 1024 * 1024) });
    const { status } = await call('POST', '/chat', { token: person.token, raw, undocumented: true });
    expect(status).toBe(413);
  });
});
