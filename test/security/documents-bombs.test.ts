import { readDocument } from '../../shared/openapi/read-document.ts';
import { answering, withPaths } from '../support/documents/build.ts';
import { catalogueOf, problemsOf } from '../support/read-fixture.ts';

describe('bombs cost little', () => {
  const levels = (from: string, width: number, depth: number) =>
    Array.from(
      { length: depth },
      (_, at) => `  l${at + 1}: &l${at + 1} [${Array(width).fill(`*l${at}`).join(', ')}]`,
    )
      .join('\n')
      .replace('*l0', from);
  const mapBomb = (depth: number) =>
    Array.from(
      { length: depth },
      (_, at) =>
        `  m${at + 1}: &m${at + 1} {type: object, properties: {${'abcdefghij'
          .split('')
          .map((name) => `${name}: *m${at}`)
          .join(', ')}}}`,
    ).join('\n');
  const fanOut = Object.fromEntries(
    Array.from({ length: 21 }, (_, at) => [
      `S${at}`,
      at === 20
        ? { type: 'string' }
        : {
            type: 'object',
            properties: Object.fromEntries(
              Array.from({ length: 10 }, (_unused, member) => [
                `p${member}`,
                { $ref: `#/components/schemas/S${at + 1}` },
              ]),
            ),
          },
    ]),
  );
  const allOfFan = Object.fromEntries(
    Array.from({ length: 21 }, (_, at) => [
      `S${at}`,
      at === 20
        ? { type: 'object' }
        : { allOf: Array.from({ length: 10 }, () => ({ $ref: `#/components/schemas/S${at + 1}` })) },
    ]),
  );
  const chain = Object.fromEntries(
    Array.from({ length: 50_000 }, (_, at) => [`S${at}`, { $ref: `#/components/schemas/S${at + 1}` }]),
  );
  const nested = (depth: number, key: string) => `${`{"${key}":`.repeat(depth)}{}${'}'.repeat(depth)}`;
  const root = { '/a': answering({ $ref: '#/components/schemas/S0' }) };

  test.each<[string, () => string]>([
    [
      'aliases of lists, 10^12',
      () =>
        `openapi: 3.0.0\nx-bomb:\n  l0: &l0 [1]\n${levels('*l0', 10, 12)}\npaths: { /a: { get: { tags: *l12, parameters: *l12, security: *l12 } } }`,
    ],
    [
      'aliases of schemas, 10^12',
      () =>
        `openapi: 3.0.0\nx-bomb:\n  m0: &m0 {type: string}\n${mapBomb(12)}\npaths: { /a: { get: { responses: { 200: { content: { application/json: { schema: *m12 } } } } } } }`,
    ],
    [
      'aliases of path items',
      () =>
        `openapi: 3.0.0\nx-item: &item { get: {}, put: {}, post: {} }\npaths:\n${Array.from({ length: 5000 }, (_, at) => `  /p${at}: *item`).join('\n')}`,
    ],
    [
      'an alias that holds itself',
      () => 'openapi: 3.0.0\npaths: &p { /a: { get: { responses: *p, parameters: [*p], requestBody: *p } } }',
    ],
    [
      'references that fan out, 10^20',
      () => JSON.stringify(withPaths(root, { components: { schemas: fanOut } })),
    ],
    [
      'allOf that fans out, 10^20',
      () => JSON.stringify(withPaths(root, { components: { schemas: allOfFan } })),
    ],
    [
      'a chain of 50,000 references',
      () => JSON.stringify(withPaths(root, { components: { schemas: chain } })),
    ],
    [
      'schemas 10,000 deep in JSON',
      () => JSON.stringify(withPaths({ '/a': answering('@') })).replace('"@"', nested(10_000, 'items')),
    ],
    [
      'properties 10,000 deep in JSON',
      () => JSON.stringify(withPaths({ '/a': answering('@') })).replace('"@"', nested(10_000, 'properties')),
    ],
    [
      'a pointer of 10,000 steps',
      () => JSON.stringify(withPaths({ '/a': answering({ $ref: `#${'/a'.repeat(10_000)}` }) })),
    ],
    [
      '100,000 members',
      () =>
        JSON.stringify(
          withPaths({
            '/a': answering({
              properties: Object.fromEntries(
                Array.from({ length: 100_000 }, (_, at) => [`m${at}`, { type: 'string' }]),
              ),
            }),
          }),
        ),
    ],
    [
      '100,000 values',
      () =>
        JSON.stringify(
          withPaths({ '/a': answering({ enum: Array.from({ length: 100_000 }, (_, at) => `v${at}`) }) }),
        ),
    ],
    [
      '100,000 alternatives',
      () =>
        JSON.stringify(
          withPaths({
            '/a': answering({ oneOf: Array.from({ length: 100_000 }, () => ({ type: 'object' })) }),
          }),
        ),
    ],
    [
      '100,000 parameters',
      () =>
        JSON.stringify(
          withPaths({
            '/a': {
              get: {
                parameters: Array.from({ length: 100_000 }, (_, at) => ({ name: `p${at}`, in: 'query' })),
              },
            },
          }),
        ),
    ],
    [
      '100,000 responses',
      () =>
        JSON.stringify(
          withPaths({
            '/a': {
              get: {
                responses: Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`x${at}`, {}])),
              },
            },
          }),
        ),
    ],
    [
      'a description of 5 MB',
      () =>
        JSON.stringify(
          withPaths({
            '/a': {
              get: { summary: 'x'.repeat(5e6), description: 'y'.repeat(5e6), operationId: 'z'.repeat(5e6) },
            },
          }),
        ),
    ],
  ])('%s', (_class, make) => {
    const source = make();
    const start = performance.now();
    const catalogue = catalogueOf(source);
    expect(performance.now() - start).toBeLessThan(3000);
    expect(catalogue.operations.length).toBeGreaterThan(0);
    for (const operation of catalogue.operations)
      expect(JSON.stringify(operation).length).toBeLessThan(60_000);
    expect(JSON.stringify(catalogue.problems).length).toBeLessThan(100_000);
  });

  test('50,000 operations are read up to the limit, with a problem', () => {
    const paths = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`/p${at}`, { get: {} }]));
    const catalogue = catalogueOf(withPaths(paths));
    expect(catalogue.operations).toHaveLength(25_000);
    expect(problemsOf(catalogue)).toContain('TOO_MANY_OPERATIONS /paths');
  });

  test.each([
    ['lists', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['mappings', `a: ${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['blocks', Array.from({ length: 3000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
    [
      'merges',
      `a: &a {${Array.from({ length: 400 }, (_, at) => `k${at}: 1`).join(', ')}}\n${Array.from({ length: 400 }, (_, at) => `b${at}: {<<: [*a, *a]}`).join('\n')}`,
    ],
    ['aliases', `a: &a 1\nb: [${Array(100_001).fill('*a').join(', ')}]`],
  ])('YAML of endless %s is refused', (_class, source) => {
    const start = performance.now();
    expect(readDocument({ source: `openapi: 3.0.0\npaths: {}\n${source}` })).toMatchObject({
      ok: false,
      code: 'INVALID_DOCUMENT',
    });
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
