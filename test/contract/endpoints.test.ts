import { endpointId } from '../../shared/openapi/name-tools.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { makeTenant, type Tenant } from '../support/tenants.ts';

const operation = (tags: readonly string[], more: object = {}) => ({
  tags,
  responses: { '200': { description: 'Yes' } },
  ...more,
});

const document = {
  openapi: '3.1.0',
  info: { title: 'Beasts', version: '1' },
  servers: [{ url: 'https://beasts.example.com/v1' }],
  components: {
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Beasts-Key' },
      token: { type: 'http', scheme: 'bearer' },
    },
  },
  security: [{ key: [] }],
  paths: {
    '/beasts': {
      get: operation(['beasts', 'lists'], { summary: 'List beasts' }),
      post: operation(['beasts'], {
        summary: 'Add a beast',
        deprecated: true,
        security: [{ token: [], key: [] }, { unknown: [] }, {}],
        servers: [{ url: 'https://beasts.example.com/v2' }],
        parameters: [
          { name: 'X-Beasts-Key', in: 'header', schema: { type: 'string' } },
          { name: 'notify', in: 'query', explode: false, schema: { type: 'array', items: {} } },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
            },
          },
        },
        responses: {
          '201': {
            description: 'Made',
            content: { 'application/json': { schema: { type: 'object', properties: { id: {} } } } },
          },
          '409': { description: 'There is one' },
        },
      }),
    },
    '/keepers': { get: operation(['keepers', 'lists'], { servers: [{ url: 'https://evil.example.com' }] }) },
  },
};

let api: ApiUnderTest;
let home: Tenant;
let id: string;
beforeAll(async () => {
  api = await startApi();
  home = await makeTenant(api);
  const body = { name: 'Beasts', authType: 'api_key', document: { content: document } };
  id = (await home.make('createConnection', { body }))['id'] ?? '';
});
afterAll(() => api.close());

const list = async (query: Record<string, string>) =>
  (await api.callRoute({ operationId: 'listEndpoints', caller: home.owner, params: { id }, query })).body
    .data;
const detail = (endpoint: string) =>
  api.callRoute({ operationId: 'getEndpoint', caller: home.owner, params: { id, endpointId: endpoint } });

test('the tags of a list are counted over what its other filters leave', async () => {
  const all = [
    { name: 'beasts', count: 2 },
    { name: 'lists', count: 2 },
    { name: 'keepers', count: 1 },
  ];
  expect((await list({})).tags).toEqual(all);
  expect(await list({ tag: 'keepers', limit: '1' })).toMatchObject({ tags: all, pagination: { total: 1 } });
  expect((await list({ method: 'post' })).tags).toEqual([{ name: 'beasts', count: 1 }]);
  expect((await list({ search: 'nothing of the kind' })).tags).toEqual([]);
});

test('an endpoint shows all that a call of it takes and answers', async () => {
  const { body, faults } = await detail(endpointId('POST', '/beasts'));
  expect(faults).toEqual([]);
  expect(body.data).toEqual({
    id: endpointId('POST', '/beasts'),
    path: '/beasts',
    method: 'POST',
    toolName: expect.stringMatching(/^[\w-]{1,64}$/),
    summary: 'Add a beast',
    description: '',
    tags: ['beasts'],
    deprecated: true,
    baseUrl: 'https://beasts.example.com/v2',
    servers: ['https://beasts.example.com/v2'],
    security: [
      [
        { name: 'token', type: 'http', scheme: 'bearer' },
        { name: 'key', type: 'apiKey', in: 'header', parameterName: 'X-Beasts-Key' },
      ],
      [{ name: 'unknown', type: 'other' }],
      [],
    ],
    parameters: [
      { name: 'X-Beasts-Key', in: 'header', required: false, description: '', schema: { type: 'string' } },
      {
        name: 'notify',
        in: 'query',
        required: false,
        description: '',
        explode: false,
        schema: { type: 'array', items: {} },
      },
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
        },
      },
    },
    responses: {
      '201': {
        description: 'Made',
        content: { 'application/json': { schema: { type: 'object', properties: { id: {} } } } },
      },
      '409': { description: 'There is one' },
    },
    inputSchema: {
      type: 'object',
      properties: { notify: { type: 'array', items: {} }, name: { type: 'string' } },
      required: ['name'],
      additionalProperties: false,
    },
  });
});

test('servers of another origin are shown, and not called', async () => {
  const { body } = await detail(endpointId('GET', '/keepers'));
  expect(body.data).toMatchObject({
    baseUrl: 'https://beasts.example.com/v1',
    servers: ['https://evil.example.com'],
    security: [[{ name: 'key' }]],
  });
});

test('an endpoint that the API does not have is not found, nor is any of an API without a document', async () => {
  const absent = await detail(endpointId('GET', '/nothing'));
  expect(absent).toMatchObject({ status: 404, body: { code: 'RESOURCE_NOT_FOUND' }, faults: [] });
  const body = { name: 'Bare', baseUrl: 'https://api.example.com' };
  const bare = await home.make('createConnection', { body });
  const params = { id: bare['id'] ?? '', endpointId: endpointId('GET', '/beasts') };
  const answer = await api.callRoute({ operationId: 'getEndpoint', caller: home.owner, params });
  expect(answer).toMatchObject({ status: 404, body: { code: 'RESOURCE_NOT_FOUND' } });
});
