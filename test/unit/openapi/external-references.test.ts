import type { ServerResponse } from 'node:http';
import { NO_FILES, type DocumentFiles } from '../../../shared/openapi/document-files.ts';
import { hashDocument } from '../../../shared/openapi/hash-document.ts';
import { answering, withPaths } from '../../support/documents/build.ts';
import { serveFiles, type FileServer } from '../../support/documents/serve-files.ts';
import { operationOf, problemsOf } from '../../support/read-fixture.ts';

const files = {
  '/api/schemas/pet.yaml':
    'type: object\nproperties:\n  name: { type: string }\n  owner: { $ref: person.json }\n  kin: { $ref: "#" }\n  age: { $ref: "../common.yaml#/definitions/age" }\n',
  '/api/schemas/person.json': { type: 'object', properties: { pets: { items: { $ref: 'pet.yaml' } } } },
  '/api/common.yaml':
    'definitions:\n  age: { type: integer, minimum: 0 }\n  bad: { $ref: "#/definitions/nobody" }\n  "a/b": { type: boolean }\n',
  '/api/paths.yaml':
    '/pets:\n  get: { $ref: "operations/list.yaml" }\n/self: { $ref: "openapi.json#/x-item" }\n',
  '/api/operations/list.yaml':
    'summary: From afar\nparameters: [{ $ref: "../parameters.json#/limit" }]\nresponses: { 200: { $ref: "../responses.json#/ok" } }\n',
  '/api/parameters.json': { limit: { name: 'limit', in: 'query', schema: { type: 'integer' } } },
  '/api/responses.json': { ok: { description: 'fine' } },
  '/api/intro.md': '# Hello\n',
  '/api/faulty.json': { name: 'x', in: 'nowhere', schema: {} },
  '/moved.json': (_request: unknown, response: ServerResponse) =>
    response.writeHead(302, { location: '/api/schemas/pet.yaml' }).end(),
  '/deep.json': { $ref: 'https://127.0.0.1/other.json' },
} as const;

let server: FileServer;
beforeAll(async () => {
  server = await serveFiles(files);
});
afterAll(() => server.close());

const schemaAt = async (ref: string) => {
  const catalogue = await server.read(withPaths({ '/a': answering({ $ref: ref }) }));
  const schema = operationOf(catalogue, 'GET /a').responses['200']?.schema;
  return { schema, problems: problemsOf(catalogue) };
};

describe('a reference to another file', () => {
  test('leads to the file, whose own references start from there and may lead back', async () => {
    const { schema, problems } = await schemaAt('schemas/pet.yaml');
    expect(problems).toEqual([]);
    expect(schema).toMatchObject({
      properties: {
        name: { type: 'string' },
        age: { type: 'integer', minimum: 0 },
        owner: { properties: { pets: { items: { 'x-apiq-recursive': true } } } },
        kin: { 'x-apiq-recursive': true },
      },
    });
  });

  test.each([
    ['a pointer', 'common.yaml#/definitions/age', { type: 'integer' }],
    ['an escaped pointer', 'common.yaml#/definitions/a~1b', { type: 'boolean' }],
    ['a path from the root', '/api/common.yaml#/definitions/age', { type: 'integer' }],
    ['dots', './schemas/../common.yaml#/definitions/age', { type: 'integer' }],
    ['a redirect', '/moved.json', { properties: { name: { type: 'string' }, owner: { type: 'object' } } }],
  ])('may hold %s', async (_what, ref, schema) => {
    expect(await schemaAt(ref)).toMatchObject({ schema, problems: [] });
  });

  test('may stand in place of paths, an operation and a text', async () => {
    const document = {
      ...withPaths({ $ref: 'paths.yaml' }),
      'x-item': { put: { responses: { 200: { description: 'x' } } } },
    };
    const info = { title: 'T', version: '1', description: { $ref: 'intro.md' } };
    const catalogue = await server.read({ ...document, info });
    expect(catalogue.problems).toEqual([]);
    expect(operationOf(catalogue, 'GET /pets')).toMatchObject({
      summary: 'From afar',
      parameters: [{ name: 'limit', in: 'query' }],
      responses: { 200: { description: 'fine' } },
    });
    expect(operationOf(catalogue, 'PUT /self').responses).toHaveProperty('200');
  });

  test('is fetched once however often it is named', async () => {
    const before = server.arrivals.length;
    const paths = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [
        `/p${at}`,
        answering({ $ref: `common.yaml#/definitions/${at % 2 ? 'age' : 'a~1b'}` }),
      ]),
    );
    expect((await server.read(withPaths(paths))).problems).toEqual([]);
    expect(server.arrivals.slice(before).map(({ path }) => path)).toEqual(['/api/common.yaml']);
  });

  test('costs nothing where there is none', async () => {
    const before = server.connections();
    const example = { $ref: 'schemas/pet.yaml' };
    await server.read(
      withPaths(
        { '/a': answering({ $ref: '#/components/schemas/A' }), 'x-more': example },
        { components: { schemas: { A: { example } } } },
      ),
    );
    expect(server.connections()).toBe(before);
  });
});

describe('what is wrong with it is a problem where it stands', () => {
  const AT = '/paths/~1a/get/responses/200/content/application~1json/schema';
  test.each([
    ['nothing there', 'nowhere.json', `EXTERNAL_REF_UNREACHABLE ${AT}`],
    ['nothing at the pointer', 'common.yaml#/definitions/nobody', `UNRESOLVED_REF ${AT}`],
    ['a reference to nothing in the file', 'common.yaml#/definitions/bad', `UNRESOLVED_REF ${AT}`],
    ['a forbidden address behind it', '/deep.json', `EXTERNAL_REF_REFUSED ${AT}`],
    ['another kind of object', 'parameters.json#/limit', `MEMBER_UNKNOWN ${AT}`],
  ])('%s', async (_what, ref, problem) => {
    const { problems, schema } = await schemaAt(ref);
    expect(problems).toContain(problem);
    expect(schema).toBeDefined();
  });

  test('and says which file it lies in', async () => {
    const catalogue = await server.read(
      withPaths({
        '/a': { get: { parameters: [{ $ref: 'faulty.json' }], responses: { 200: { description: 'x' } } } },
      }),
    );
    expect(catalogue.problems).toEqual([
      expect.objectContaining({
        code: 'VALUE_INVALID',
        pointer: '/paths/~1a/get/parameters/0',
        message: expect.stringContaining(`(in ${server.url}/api/faulty.json#/in)`),
      }),
    ]);
  });

  test('a document without an address has nothing to start from', async () => {
    const document = withPaths({
      '/a': answering({ $ref: 'common.yaml' }),
      '/b': answering({ $ref: `${server.url}/api/common.yaml#/definitions/age` }),
    });
    const catalogue = await server.read(document, { hasUrl: false });
    const [problem, ...others] = catalogue.problems;
    expect(problem).toMatchObject({
      code: 'EXTERNAL_REF_NO_BASE',
      pointer: AT,
      message: expect.stringContaining('by its URL'),
    });
    expect(others).toEqual([]);
    expect(operationOf(catalogue, 'GET /b').responses['200']?.schema).toMatchObject({ type: 'integer' });
  });

  test('the address that a document of OpenAPI 3.2 gives itself is what references start from', async () => {
    const document = withPaths(
      { '/a': answering({ $ref: 'pet.yaml' }) },
      { openapi: '3.2.0', $self: 'schemas/self.json' },
    );
    expect((await server.read(document)).problems).toEqual([]);
  });
});

test('the hash of a document is that of its text and of its files', () => {
  const file = (digest: string) =>
    new Map([['https://a.example/x', { ok: true, root: {}, digest } as const]]);
  const hashOf = (files: DocumentFiles) => hashDocument({ source: '{}', files });
  expect(hashOf(file('1'))).toBe(hashOf(file('1')));
  expect(hashOf(file('1'))).not.toBe(hashOf(file('2')));
  expect(hashOf(file('1'))).not.toBe(hashOf(NO_FILES));
});
