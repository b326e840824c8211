import { change } from '../../support/documents/change.ts';
import { catalogueOf, problemsOf } from '../../support/read-fixture.ts';

const ok = { description: 'ok' };
const LIST = '/paths/~1pets~1{id}/get';
const POST = '/paths/~1pets~1{id}/post';

const DOCUMENT = {
  swagger: '2.0',
  info: { title: 'T', version: '1' },
  host: 'api.example:8080',
  basePath: '/v1',
  schemes: ['https'],
  consumes: ['application/json'],
  paths: {
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
      get: {
        operationId: 'list',
        parameters: [
          { name: 'tags', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'multi' },
          { $ref: '#/parameters/limit' },
        ],
        responses: {
          200: {
            description: 'pets',
            headers: { 'X-Left': { type: 'integer' } },
            schema: { type: 'array', items: { $ref: '#/definitions/Pet' } },
          },
          default: { $ref: '#/responses/Error' },
        },
      },
      post: {
        consumes: ['multipart/vnd.some+form-data'],
        parameters: [{ name: 'photo', in: 'formData', type: 'file' }],
        responses: { 200: { description: 'a file', schema: { type: 'file' } } },
      },
      put: {
        operationId: 'put',
        parameters: [{ name: 'pet', in: 'body', schema: { $ref: '#/definitions/Pet' } }],
        responses: { 200: ok },
      },
    },
  },
  definitions: {
    Named: { properties: { name: { type: ['string', 'null'] } } },
    Pet: {
      type: 'object',
      required: ['id', 'name'],
      allOf: [{ $ref: '#/definitions/Named' }],
      properties: { id: { type: 'string', enum: ['a', 'b'] }, bag: { type: 'array' } },
      discriminator: 'id',
    },
  },
  parameters: { limit: { name: 'limit', in: 'query', type: 'integer' } },
  responses: { Error: ok },
  securityDefinitions: {
    plain: { type: 'basic' },
    login: { type: 'oauth2', flow: 'implicit', authorizationUrl: '/a', scopes: { read: 'x' } },
  },
  security: [{ plain: [] }],
};

const faults = (document: object | string): readonly string[] => problemsOf(catalogueOf(document));

test('a document that keeps the rules has no problem', () => {
  expect(faults(DOCUMENT)).toEqual([]);
});

test.each<[string, string, unknown, string, string?]>([
  ['a host with a path', '/host', 'api.example/v1', 'VALUE_INVALID'],
  ['a base path without a slash', '/basePath', 'v1', 'VALUE_INVALID'],
  ['an unknown scheme', '/schemes/0', 'ftp', 'VALUE_INVALID'],
  ['servers, which are of OpenAPI 3', '/servers', [], 'MEMBER_UNKNOWN'],
  ['the same requirement twice', '/security', [{ plain: [] }, { plain: [] }], 'REPEATED', '/security/1'],
  ['no paths', '/paths', undefined, 'MEMBER_MISSING'],
  [
    'a parameter without a type',
    `${LIST}/parameters/0/type`,
    undefined,
    'MEMBER_MISSING',
    `${LIST}/parameters/0`,
  ],
  ['an object as a parameter', `${LIST}/parameters/0/type`, 'object', 'VALUE_INVALID'],
  ['a list without items', `${LIST}/parameters/0/items`, undefined, 'ITEMS_MISSING', `${LIST}/parameters/0`],
  ['a schema outside the body', `${LIST}/parameters/0/schema`, {}, 'MEMBER_UNKNOWN'],
  ['an unknown place', '/parameters/limit/in', 'cookie', 'VALUE_INVALID', '/parameters/limit'],
  [
    'multi where it has no place',
    '/paths/~1pets~1{id}/parameters/0/collectionFormat',
    'multi',
    'VALUE_INVALID',
  ],
  [
    'a path parameter that is not required',
    '/paths/~1pets~1{id}/parameters/0/required',
    undefined,
    'MEMBER_MISSING',
    '/paths/~1pets~1{id}/parameters/0',
  ],
  ['a file in the query', `${LIST}/parameters/0/type`, 'file', 'VALUE_INVALID'],
  ['a file in JSON', `${POST}/consumes`, ['application/json'], 'FILE_NOT_IN_FORM', POST],
  ['a file where nothing is said', `${POST}/consumes`, undefined, 'FILE_NOT_IN_FORM', POST],
  [
    'a body beside a form',
    `${POST}/parameters/1`,
    { name: 'b', in: 'body', schema: {} },
    'BODY_AND_FORM',
    POST,
  ],
  [
    'two bodies',
    '/paths/~1pets~1{id}/put/parameters/1',
    { name: 'b', in: 'body', schema: {} },
    'BODY_REPEATED',
    '/paths/~1pets~1{id}/put',
  ],
  [
    'a body that is a file',
    '/paths/~1pets~1{id}/put/parameters/0/schema',
    { type: 'file' },
    'VALUE_INVALID',
    '/paths/~1pets~1{id}/put/parameters/0/schema/type',
  ],
  [
    'a body of lists of nothing',
    '/paths/~1pets~1{id}/put/parameters/0/schema',
    { type: 'array' },
    'ITEMS_MISSING',
  ],
  [
    'a body that lacks what it requires',
    '/paths/~1pets~1{id}/put/parameters/0/schema',
    { type: 'object', required: ['a'] },
    'REQUIRED_UNDEFINED',
  ],
  ['the response class of OpenAPI 3', `${LIST}/responses/4XX`, ok, 'RESPONSE_INVALID'],
  ['a status that is none', `${LIST}/responses/888`, ok, 'RESPONSE_INVALID'],
  ['an object as a header', `${LIST}/responses/200/headers/X-Left/type`, 'object', 'VALUE_INVALID'],
  [
    'a response of lists of nothing',
    `${LIST}/responses/200/schema/items`,
    undefined,
    'ITEMS_MISSING',
    `${LIST}/responses/200/schema`,
  ],
  ['oneOf', '/definitions/Pet/oneOf', [{}], 'MEMBER_UNKNOWN'],
  ['nullable', '/definitions/Pet/nullable', true, 'MEMBER_UNKNOWN'],
  [
    'the same value twice',
    '/definitions/Pet/properties/id/enum',
    ['a', 'a'],
    'REPEATED',
    '/definitions/Pet/properties/id/enum/1',
  ],
  ['an unknown type', '/definitions/Pet/properties/id/type', 'any', 'VALUE_INVALID'],
  [
    'a required property that is not there',
    '/definitions/Pet/required/1',
    'nome',
    'REQUIRED_UNDEFINED',
    '/definitions/Pet',
  ],
  [
    'a flow that lacks its URL',
    '/securityDefinitions/login/authorizationUrl',
    undefined,
    'MEMBER_MISSING',
    '/securityDefinitions/login',
  ],
  [
    'a flow of OpenAPI 3',
    '/securityDefinitions/login/flow',
    'authorizationCode',
    'VALUE_INVALID',
    '/securityDefinitions/login',
  ],
  ['a path item that is a model', '/paths/~1pets', { $ref: '#/definitions/Pet' }, 'REF_KIND'],
  ['a name twice in a path', '/paths/~1a~1{b}~1{b}', {}, 'PATH_PARAMETER_REPEATED'],
])('%s', (_name, pointer, value, code, at = pointer) => {
  expect(faults(change(DOCUMENT, pointer, value))).toContain(`${code} ${at}`);
});

test('what two aliases share is visited once', () => {
  const source = `swagger: "2.0"
info: {title: T, version: "1"}
host: a.example
paths:
  /a: {get: &get {responses: {200: {description: 1}}}}
  /b: {get: *get}
`;
  expect(faults(source)).toEqual(['VALUE_INVALID /paths/~1a/get/responses/200/description']);
});
