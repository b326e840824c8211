import { change } from '../../support/documents/change.ts';
import { catalogueOf, problemsOf } from '../../support/read-fixture.ts';

const ok = { description: 'ok' };
const PET = '/paths/~1pets~1{id}/get';

const DOCUMENT = {
  openapi: '3.0.3',
  info: { title: 'T', version: '1', license: { name: 'MIT' }, contact: { name: 'a' }, 'x-any': 1 },
  servers: [{ url: 'https://{host}.example', variables: { host: { default: 'a', enum: ['a', 'b'] } } }],
  tags: [{ name: 'a' }, { name: 'b' }],
  security: [{ key: [] }],
  paths: {
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'getPet',
        tags: ['a'],
        security: [{ key: [], login: ['read'] }, {}],
        parameters: [
          { name: 'deep', in: 'query', style: 'deepObject', schema: { $ref: '#/components/schemas/Pet' } },
          { $ref: '#/components/parameters/Limit' },
          { name: 'filter', in: 'query', content: { 'application/json': { schema: { type: 'object' } } } },
        ],
        responses: {
          200: {
            description: 'a pet',
            headers: { 'X-Left': { schema: { type: 'integer' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
            links: { self: { operationId: 'getPet', parameters: { id: '$response.body#/id' } } },
          },
          '4XX': { $ref: '#/components/responses/Error' },
          default: ok,
        },
      },
      post: {
        operationId: 'postPet',
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: { type: 'object' },
              encoding: { a: { contentType: 'image/png', headers: { B: { schema: { type: 'string' } } } } },
            },
          },
        },
        responses: { 200: ok },
        callbacks: { done: { '{$request.body#/url}': { post: { responses: { 200: ok } } } } },
      },
    },
    '/pets': { get: { operationId: 'listPets', responses: { 200: ok } } },
  },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        required: ['id', 'whatever'],
        properties: {
          id: { type: 'string', nullable: true, format: 'odd' },
          kind: { enum: ['cat', null], default: 'cat', example: { $ref: 'nowhere.json' } },
          children: { type: 'array', items: { $ref: '#/components/schemas/Pet' } },
          default: { oneOf: [{ type: 'integer' }, { not: { type: 'number' } }] },
        },
        additionalProperties: false,
        discriminator: { propertyName: 'kind', mapping: { cat: 'Cat' } },
      },
    },
    parameters: { Limit: { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 0 } } },
    responses: { Error: ok },
    securitySchemes: {
      key: { type: 'apiKey', name: 'k', in: 'header' },
      login: { type: 'oauth2', flows: { password: { tokenUrl: '/t', scopes: { read: 'read' } } } },
      web: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    },
  },
};

const faults = (document: object): readonly string[] => problemsOf(catalogueOf(document));

test('a document that keeps the rules has no problem', () => {
  expect(faults(DOCUMENT)).toEqual([]);
});

test.each<[string, string, unknown, string, string?]>([
  ['no info', '/info', undefined, 'MEMBER_MISSING'],
  ['an unknown member', '/host', 'a', 'MEMBER_UNKNOWN'],
  ['a title that is no text', '/info/title', 1, 'VALUE_INVALID'],
  ['a license without a name', '/info/license', {}, 'MEMBER_MISSING'],
  ['a server without a URL', '/servers/0', { description: 'x' }, 'MEMBER_MISSING'],
  ['a server variable without a default', '/servers/0/variables/host', {}, 'MEMBER_MISSING'],
  ['servers that are no list', '/servers', { url: '/' }, 'VALUE_INVALID'],
  ['a tag twice', '/tags/1', { name: 'a' }, 'REPEATED'],
  ['an undeclared scheme', '/security/0', { nobody: [] }, 'SECURITY_UNDECLARED'],
  ['an undeclared scheme of an operation', `${PET}/security/1`, { nobody: [] }, 'SECURITY_UNDECLARED'],
  ['a path without a slash', '/paths/pets', {}, 'PATH_INVALID'],
  ['an empty path item', '/paths/~1pets', null, 'VALUE_INVALID'],
  ['a method in capitals', '/paths/~1pets/PUT', {}, 'MEMBER_UNKNOWN'],
  ['an operation without responses', `${PET}/responses`, undefined, 'MEMBER_MISSING', PET],
  ['no response at all', `${PET}/responses`, {}, 'EMPTY'],
  ['a response under no status', `${PET}/responses/600`, ok, 'RESPONSE_INVALID'],
  ['a response without a description', `${PET}/responses/200`, {}, 'MEMBER_MISSING'],
  ['deprecated as text', `${PET}/deprecated`, 'yes', 'VALUE_INVALID'],
  ['an empty description', `${PET}/description`, null, 'VALUE_INVALID'],
  [
    'the same operationId',
    '/paths/~1pets/get/operationId',
    'getPet',
    'DUPLICATE_OPERATION_ID',
    '/paths/~1pets/get',
  ],
  [
    'the same address',
    '/paths/~1pets~1{name}',
    {
      get: { parameters: [{ name: 'name', in: 'path', required: true, schema: {} }], responses: { 200: ok } },
    },
    'DUPLICATE_PATH',
    '/paths/~1pets~1{name}/get',
  ],
  [
    'a name in the path without a parameter',
    '/paths/~1pets~1{id}/parameters',
    [],
    'PATH_PARAMETER_UNDECLARED',
    PET,
  ],
  [
    'a parameter without a name in the path',
    '/paths/~1pets/parameters',
    [{ name: 'no', in: 'path', required: true, schema: {} }],
    'PATH_PARAMETER_UNUSED',
    '/paths/~1pets',
  ],
  [
    'an optional path parameter',
    '/paths/~1pets~1{id}/parameters/0/required',
    false,
    'PATH_PARAMETER_OPTIONAL',
    '/paths/~1pets~1{id}/parameters/0',
  ],
  [
    'a parameter twice',
    `${PET}/parameters/2`,
    { name: 'limit', in: 'query', schema: {} },
    'DUPLICATE_PARAMETER',
    PET,
  ],
  ['an unknown place', `${PET}/parameters/2/in`, 'body', 'VALUE_INVALID'],
  ['a style of another place', `${PET}/parameters/0/style`, 'matrix', 'STYLE_INVALID'],
  [
    'a parameter without a schema',
    `${PET}/parameters/0/schema`,
    undefined,
    'CONTENT_INVALID',
    `${PET}/parameters/0`,
  ],
  ['a schema beside content', `${PET}/parameters/2/schema`, {}, 'CONTENT_INVALID', `${PET}/parameters/2`],
  [
    'two examples',
    `${PET}/responses/200/content/application~1json`,
    { example: 1, examples: {} },
    'MEMBERS_EXCLUSIVE',
  ],
  ['a body without content', '/paths/~1pets~1{id}/post/requestBody', {}, 'MEMBER_MISSING'],
  [
    'a fault in a callback',
    '/paths/~1pets~1{id}/post/callbacks/done/x',
    { get: {} },
    'MEMBER_MISSING',
    '/paths/~1pets~1{id}/post/callbacks/done/x/get',
  ],
  ['an unknown type', '/components/schemas/Pet/properties/id/type', 'strong', 'VALUE_INVALID'],
  ['a list of types', '/components/schemas/Pet/type', ['object'], 'VALUE_INVALID'],
  [
    'an array without items',
    '/components/schemas/Pet/properties/children/items',
    undefined,
    'ITEMS_MISSING',
    '/components/schemas/Pet/properties/children',
  ],
  ['an unknown keyword', '/components/schemas/Pet/const', 1, 'MEMBER_UNKNOWN'],
  ['required as a flag', '/components/schemas/Pet/required', true, 'VALUE_INVALID'],
  ['no required names', '/components/schemas/Pet/required', [], 'EMPTY'],
  ['a negative length', '/components/schemas/Pet/maxLength', -1, 'VALUE_INVALID'],
  ['a schema name with a space', '/components/schemas/My Pet', {}, 'NAME_INVALID'],
  [
    'an unknown scheme type',
    '/components/securitySchemes/web/type',
    'basic',
    'VALUE_INVALID',
    '/components/securitySchemes/web',
  ],
  [
    'a scheme that lacks something',
    '/components/securitySchemes/key/in',
    undefined,
    'MEMBER_MISSING',
    '/components/securitySchemes/key',
  ],
  [
    'a bearer format without a bearer',
    '/components/securitySchemes/web/scheme',
    'basic',
    'MEMBER_UNKNOWN',
    '/components/securitySchemes/web/bearerFormat',
  ],
  [
    'a keyword that nobody knows beside a reference',
    '/components/schemas/Pet/properties/children/items/foo',
    1,
    'MEMBER_UNKNOWN',
  ],
  [
    'a reference to nothing',
    '/components/schemas/Pet/properties/children/items/$ref',
    '#/components/schemas/Dog',
    'UNRESOLVED_REF',
    '/components/schemas/Pet/properties/children/items',
  ],
  [
    'a reference to another kind',
    `${PET}/parameters/1/$ref`,
    '#/components/schemas/Pet',
    'REF_KIND',
    `${PET}/parameters/1`,
  ],
  ['a reference to a part of no kind', `${PET}/parameters/1/$ref`, '#/info', 'MEMBER_MISSING', '/info'],
])('%s', (_name, pointer, value, code, at = pointer) => {
  expect(faults(change(DOCUMENT, pointer, value))).toContain(`${code} ${at}`);
});

describe('what is allowed', () => {
  test.each<[string, string, unknown]>([
    [
      'members beside a reference',
      '/components/schemas/Pet/properties/children/items',
      { $ref: '#/components/schemas/Pet', description: 'x', nullable: true },
    ],
    ['a property named $ref', '/components/schemas/Pet/properties/$ref', { type: 'string' }],
    [
      'a default that looks like a reference',
      '/components/schemas/Pet/properties/kind/default',
      { $ref: '#/nowhere' },
    ],
    ['no paths', '/paths', {}],
    ['a reference where the standards have none', '/components/responses', { $ref: '#/x-responses' }],
    ['extensions', '/paths/x-group', [1]],
  ])('%s', (_name, pointer, value) => {
    expect(faults({ 'x-responses': { Error: ok }, ...change(DOCUMENT, pointer, value) })).toEqual([]);
  });

  test('the own keywords and the booleans of 3.1 schemas, and documents without paths', () => {
    const schemas = {
      A: { type: ['string', 'null'], const: 1, examples: [1], whatever: true, properties: { a: true } },
      B: { $anchor: 'b', prefixItems: [{ $ref: '#b' }], items: false, $defs: { c: { if: {}, else: {} } } },
    };
    expect(faults({ openapi: '3.1.0', info: DOCUMENT.info, components: { schemas } })).toEqual([]);
  });

  test('a description of a reference since 3.1', () => {
    const schema = { $ref: '#/components/responses/R', summary: 's', description: 'd' };
    const document = {
      openapi: '3.1.0',
      info: DOCUMENT.info,
      components: { responses: { R: ok, S: schema } },
    };
    expect(faults(document)).toEqual([]);
    expect(faults({ ...document, openapi: '3.0.3', paths: {} })).toEqual([
      'MEMBER_UNKNOWN /components/responses/S/summary',
    ]);
  });

  test('members of a version that is newer than the rules', () => {
    const paths = { '/a': { query: { responses: { 200: { summary: 'ok' } } } } };
    expect(faults({ openapi: '3.2.0', $self: '/a', info: DOCUMENT.info, paths })).toEqual([]);
  });
});

test.each([
  ['an unknown type', { type: 'strong' }, 'VALUE_INVALID /components/schemas/A/type'],
  [
    'a fault far within',
    { anyOf: [{ items: { properties: { a: 1 } } }] },
    'VALUE_INVALID /components/schemas/A/anyOf/0/items/properties/a',
  ],
])('a 3.1 schema with %s', (_name, schema, problem) => {
  const document = { openapi: '3.1.0', info: DOCUMENT.info, components: { schemas: { A: schema } } };
  expect(faults(document)).toEqual([problem]);
});
