import { chooseSmokeOperation } from '../../../shared/calls/choose-smoke-operation.ts';
import { entryOf, type Operation } from '../../../shared/domain/catalogue.ts';

const operation = (path: string, over: Partial<Operation> = {}): Operation => ({
  id: path,
  toolName: path,
  method: 'GET',
  path,
  tags: [],
  deprecated: false,
  parameters: [],
  responses: {},
  security: [['key']],
  ...over,
});

/** What is chosen, and how many operations were read for it. */
async function choose(operations: readonly Operation[], secured = true) {
  let read = 0;
  const chosen = await chooseSmokeOperation({
    connection: { tenantId: 'ws_1', specHash: 'sha256:1', auth: { type: 'bearer' } },
    catalogues: {
      getIndex: async () => ({
        specHash: 'sha256:1',
        title: '',
        version: '',
        servers: [],
        securitySchemes: {},
        problems: [],
        entries: operations.map((one) => ({ ...entryOf(one), fingerprint: '' })),
      }),
      getOperations: async (_tenant, _hash, ids) => {
        read += ids.length;
        return ids.flatMap((id) => operations.find((one) => one.id === id) ?? []);
      },
    },
    reads: ({ operationId }) => operationId !== 'writes',
    secured,
  });
  return { path: chosen?.path, read };
}

test.each([
  ['who the caller is', ['/pets', '/v2/users/me', '/a']],
  ['who the caller is, by its name', ['/a', '/things', '/x/getCurrentUser']],
])('%s comes before what lies nearer', async (_, paths) => {
  const { path } = await choose(paths.map((one) => operation(one)));
  expect(path).toBe(paths.find((one) => /me|User/.test(one)));
});

test('otherwise the nearest to the root is taken', async () => {
  expect((await choose(['/a/b/c', '/pets', '/a/b'].map((path) => operation(path)))).path).toBe('/pets');
});

test.each<[string, Partial<Operation>]>([
  ['writes', { method: 'POST' }],
  ['is judged to write', { operationId: 'writes' }],
  ['is on its way out', { deprecated: true }],
  ['needs no credential', { security: [] }],
  ['may be called without one', { security: [['key'], []] }],
  ['needs an input', { parameters: [{ name: 'q', in: 'query', required: true, schema: {} }] }],
])('one that %s is not taken', async (_, over) => {
  expect((await choose([operation('/me', over), operation('/a/b/c')])).path).toBe('/a/b/c');
  expect((await choose([operation('/me', over)])).path).toBeUndefined();
});

test('one that needs no credential will do where none is to be tried', async () => {
  expect((await choose([operation('/a', { security: [] })], false)).path).toBe('/a');
});

test('of a catalogue of thousands a few are read', async () => {
  const many = Array.from({ length: 5000 }, (_, at) => operation(`/a${at}`, { security: [] }));
  expect(await choose(many)).toEqual({ path: undefined, read: 40 });
  expect((await choose([...many, operation('/me')])).read).toBeLessThanOrEqual(10);
});
