import { catalogueOf, fixtureBytes, operationOf, problemsOf } from '../../support/read-fixture.ts';

const URL = 'https://files.orchard.example/specs/orchard.yaml';
const orchard = catalogueOf(fixtureBytes('orchard.yaml'), URL);

describe('an OpenAPI 3.1 document', () => {
  test('gives its title, version and hash', () => {
    expect(orchard).toMatchObject({
      title: 'Orchard',
      version: '2.1.0',
      description: 'Trees, harvests and the people who pick.',
      specHash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
  });

  test('gives its servers: variables filled, relative ones resolved, https first', () => {
    expect(orchard.servers).toEqual([
      'https://orchard.example/api',
      'https://files.orchard.example/relative',
      'http://eu.orchard.example:8080/api',
    ]);
    expect(problemsOf(orchard)).toContain('SERVER_VARIABLE /servers/3');
  });

  test('gives its security schemes and leaves out the broken one', () => {
    expect(orchard.securitySchemes).toEqual({
      key: { type: 'apiKey', in: 'header', name: 'X-Orchard-Key' },
      oauth: { type: 'oauth2' },
      token: { type: 'http', scheme: 'bearer' },
      strange: { type: 'other' },
    });
  });

  test('gives every operation under paths, whatever is wrong with it', () => {
    expect(orchard.operations.map(({ method, path, toolName }) => [method, path, toolName])).toEqual([
      ['GET', '/trees', 'listTrees'],
      ['POST', '/trees', 'plant_a_tree'],
      ['PUT', '/trees/{treeId}/photos/{photo}', expect.stringMatching(/^listTrees_[0-9a-f]{8}$/)],
      ['GET', '/people/{id}', 'get_people_id'],
      ['GET', '/no-slash', 'get_no-slash'],
      ['DELETE', '/empty', 'delete_empty'],
      ['PUT', '/trees/{id}/photos/{name}', 'put_trees_id_photos_name'],
    ]);
  });

  test('lets an operation replace a parameter of its path, and follows the others', () => {
    expect(operationOf(orchard, 'GET /trees')).toMatchObject({
      baseUrl: 'https://trees.orchard.example/v2',
      tags: ['trees', 'orchard'],
      security: [['key'], ['oauth']],
      parameters: [
        { name: 'limit', in: 'query', required: false, description: 'Own limit', schema: { maximum: 10 } },
        { name: 'filter', style: 'deepObject', explode: true },
        { name: 'where', style: 'json', schema: { type: 'object' } },
        { name: 'session', in: 'cookie' },
        { name: 'X-Trace', in: 'header' },
      ],
    });
  });

  test('prefers JSON among media types, and keeps schemas of JSON alone', () => {
    const list = operationOf(orchard, 'GET /trees').responses;
    expect(list['200']).toMatchObject({ contentType: 'application/json', schema: { type: 'array' } });
    expect(list['4XX']).toMatchObject({
      contentType: 'application/problem+json',
      description: 'What went wrong',
    });
    expect(list['teapot']).toBeUndefined();
    const plant = operationOf(orchard, 'POST /trees');
    expect(plant.requestBody).toMatchObject({ required: true, contentType: 'application/json' });
    expect(plant.responses['201']).toMatchObject({
      contentType: 'application/vnd.orchard+json',
      schema: { description: 'The tree that was planted' },
    });
    const photo = operationOf(orchard, 'PUT /trees/{treeId}/photos/{photo}');
    expect(photo.requestBody?.contentType).toBe('application/x-www-form-urlencoded');
    expect(photo.responses['default']).toEqual({ description: 'Done', contentType: 'image/png' });
    expect(operationOf(orchard, 'GET /people/{id}').responses['200']?.contentType).toBe('application/json');
  });

  test('tells no security from any security', () => {
    expect(operationOf(orchard, 'POST /trees').security).toEqual([]);
    expect(operationOf(orchard, 'PUT /trees/{treeId}/photos/{photo}').security).toEqual([[]]);
  });

  test('makes the path and its parameters agree', () => {
    const { parameters, deprecated } = operationOf(orchard, 'PUT /trees/{treeId}/photos/{photo}');
    expect(deprecated).toBe(true);
    expect(parameters.map(({ name, in: place, required }) => [name, place, required])).toEqual([
      ['treeId', 'path', true],
      ['stray', 'query', false],
      ['photo', 'path', true],
    ]);
  });

  test('names each fault and its place', () => {
    const at = '/paths/~1trees~1{treeId}~1photos~1{photo}/put';
    expect(problemsOf(orchard)).toEqual(
      expect.arrayContaining([
        `PATH_PARAMETER_UNUSED ${at}`,
        `PATH_PARAMETER_UNDECLARED ${at}`,
        `DUPLICATE_PARAMETER ${at}`,
        `VALUE_INVALID ${at}/parameters/4/in`,
        `MEMBER_MISSING ${at}/parameters/5`,
        'RESPONSE_INVALID /paths/~1trees/get/responses/teapot',
        'PATH_INVALID /paths/no-slash',
        'VALUE_INVALID /paths/~1empty/delete',
        'DUPLICATE_PATH /paths/~1trees~1{id}~1photos~1{name}/put',
        'UNRESOLVED_REF /components/securitySchemes/broken',
      ]),
    );
    const person = '/components/schemas/Person/properties';
    expect(problemsOf(orchard)).toEqual(
      expect.arrayContaining([`EXTERNAL_REF ${person}/home`, `UNRESOLVED_REF ${person}/lost`]),
    );
    for (const { message } of orchard.problems) expect(message).toMatch(/^[A-Z"].*\.$/s);
  });

  test('gives the same ids to the same endpoints of another version', () => {
    const text = new TextDecoder().decode(fixtureBytes('orchard.yaml')).replace('listTrees', 'allTrees');
    const other = catalogueOf(text, URL);
    expect(other.operations.map(({ id }) => id)).toEqual(orchard.operations.map(({ id }) => id));
    expect(other.specHash).not.toBe(orchard.specHash);
    expect(new Set(orchard.operations.map(({ id }) => id)).size).toBe(orchard.operations.length);
  });
});

describe('what a document leaves out', () => {
  const paths = { '/a': { get: {} } };

  test('a title is the host, or says so', () => {
    expect(catalogueOf({ openapi: '3.0.0', paths }, URL).title).toBe('files.orchard.example');
    expect(catalogueOf({ openapi: '3.0.0', paths }).title).toBe('Untitled API');
  });

  test('servers are the root of where it came from, or none', () => {
    expect(catalogueOf({ openapi: '3.0.0', paths }, URL).servers).toEqual(['https://files.orchard.example']);
    expect(catalogueOf({ openapi: '3.0.0', paths }).servers).toEqual([]);
  });

  test('a relative server without an address is a problem', () => {
    const catalogue = catalogueOf({ openapi: '3.0.0', paths, servers: [{ url: '/v1' }] });
    expect(catalogue.servers).toEqual([]);
    expect(problemsOf(catalogue)).toContain('SERVER_RELATIVE /servers/0');
  });

  test('a server that is no web address is a problem', () => {
    const servers = [{ url: 'ftp://files.example' }, { url: 'wss://x.example' }, {}, { url: 'http://[' }];
    const catalogue = catalogueOf({ openapi: '3.0.0', paths, servers }, URL);
    expect(catalogue.servers).toEqual([]);
    expect(catalogue.problems.filter(({ code }) => code === 'SERVER_INVALID')).toHaveLength(4);
  });

  test('webhooks alone are no operations, and no fault', () => {
    const catalogue = catalogueOf({
      openapi: '3.1.0',
      info: { title: 'T', version: '1' },
      webhooks: { a: { post: {} } },
    });
    expect(catalogue.operations).toEqual([]);
    expect(catalogue.problems).toEqual([]);
  });
});

test('one method and path are one operation, however they are written', () => {
  const get = { responses: { 200: { description: 'Fine' } } };
  const catalogue = catalogueOf({ openapi: '3.0.0', paths: { '/a': { get, GET: get }, a: { get } } });
  expect(catalogue.operations).toHaveLength(1);
  expect(problemsOf(catalogue)).toEqual(
    expect.arrayContaining(['DUPLICATE_OPERATION /paths/~1a/GET', 'DUPLICATE_OPERATION /paths/a/get']),
  );
});

describe('an OpenAPI 3.2 document', () => {
  const operation = { responses: { 200: { description: 'Fine' } } };
  const item = {
    query: operation,
    additionalOperations: { QUERY: operation, LINK: operation, PATCH: operation },
  };
  const read = (openapi: string) =>
    catalogueOf({
      openapi,
      $self: 'https://a.example/d',
      info: { title: 'T', version: '1' },
      paths: { '/a': item },
    });

  test('gives its QUERY and what methods it adds, if they can be sent', () => {
    const catalogue = read('3.2.0');
    expect(catalogue.operations.map(({ method }) => method)).toEqual(['QUERY', 'PATCH']);
    const at = '/paths/~1a/additionalOperations';
    expect(problemsOf(catalogue)).toEqual([
      `DUPLICATE_OPERATION ${at}/QUERY`,
      `METHOD_UNSUPPORTED ${at}/LINK`,
    ]);
  });

  test('is told from an older one, in which these are names like any other', () => {
    expect(read('3.1.0').operations).toEqual([]);
  });
});
