import { catalogueOf, fixtureBytes, operationOf, problemsOf } from '../../support/read-fixture.ts';

const depot = catalogueOf(fixtureBytes('depot.json'));

describe('a Swagger 2.0 document', () => {
  test('gives servers from schemes, host and basePath, https first', () => {
    expect(depot.servers).toEqual(['https://depot.example/v1', 'http://depot.example/v1']);
  });

  test.each([
    [{ basePath: 'v2' }, 'https://files.example/d.json', ['https://files.example/v2']],
    [{ schemes: ['http'] }, 'https://files.example/d.json', ['http://files.example']],
    [{ host: 'api.example:8443' }, 'http://files.example/d.json', ['https://api.example:8443']],
    [{}, undefined, []],
  ])('makes %j from %s into %j', (part, url, servers) => {
    expect(catalogueOf({ swagger: '2.0', paths: {}, ...part }, url).servers).toEqual(servers);
  });

  test('gives its security in the words of OpenAPI 3', () => {
    expect(depot.securitySchemes).toEqual({
      login: { type: 'http', scheme: 'basic' },
      key: { type: 'apiKey', in: 'query', name: 'api_key' },
    });
    expect(operationOf(depot, 'GET /parcels').security).toEqual([['login']]);
  });

  test('gives parameters with their schema apart and their joining as a style', () => {
    expect(operationOf(depot, 'GET /parcels').parameters).toEqual([
      { name: 'page', in: 'query', required: false, schema: { type: 'integer', minimum: 1 } },
      {
        name: 'state',
        in: 'query',
        required: false,
        style: 'form',
        explode: true,
        schema: { type: 'array', items: { type: 'string', enum: ['in', 'out'] } },
      },
      {
        name: 'ids',
        in: 'query',
        required: false,
        explode: false,
        schema: { type: 'array', items: { type: 'integer' } },
      },
      expect.objectContaining({ name: 'piped', style: 'pipeDelimited', explode: false }),
      expect.objectContaining({ name: 'tabbed', explode: false }),
    ]);
  });

  test('gives a body parameter as the body, in JSON where that is consumed', () => {
    expect(operationOf(depot, 'POST /parcels')).toMatchObject({
      parameters: [],
      requestBody: {
        required: true,
        contentType: 'application/json',
        schema: { required: ['weight'], properties: { holds: { items: { 'x-apiq-recursive': true } } } },
      },
    });
  });

  test('gives form fields as one body', () => {
    expect(operationOf(depot, 'PUT /parcels/{id}/label')).toMatchObject({
      parameters: [{ name: 'id', in: 'path', required: true }],
      requestBody: {
        required: true,
        contentType: 'multipart/form-data',
        schema: {
          type: 'object',
          required: ['label'],
          properties: {
            label: { type: 'string', format: 'binary' },
            copies: { type: 'integer', default: 1 },
          },
        },
      },
      responses: { 200: { contentType: 'image/png', description: 'The label' } },
    });
    expect(operationOf(depot, 'POST /parcels/{id}/label').requestBody).toMatchObject({
      required: false,
      contentType: 'application/x-www-form-urlencoded',
    });
  });

  test('gives responses with references followed', () => {
    const { responses } = operationOf(depot, 'GET /parcels');
    expect(responses['200']).toMatchObject({ contentType: 'application/json', schema: { type: 'array' } });
    expect(responses['410']).toMatchObject({
      description: 'Gone',
      schema: { properties: { reason: { type: 'string' } } },
    });
  });

  test('takes a number for a version, with a problem', () => {
    expect(depot.version).toBe('7');
    expect(problemsOf(depot)).toContain('VALUE_INVALID /info/version');
    expect(problemsOf(catalogueOf('swagger: 2.0\npaths: {}\n'))).toContain('VERSION_NOT_TEXT /swagger');
  });
});
