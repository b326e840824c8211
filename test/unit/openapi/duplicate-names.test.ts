import { catalogueOf } from '../../support/read-fixture.ts';

const duplicatesIn = (source: string) =>
  catalogueOf(source).problems.filter(({ code }) => code === 'DUPLICATE_KEY');

describe('names that stand twice in JSON', () => {
  const document = (paths: string, rest = '') =>
    `{"openapi":"3.0.0","info":{"title":"T"}${rest},"paths":${paths}}`;

  test.each([
    ['a path', '{"/a":{"get":{}}, "/b":{}, "/a" : {"put":{}}}', ['/paths/~1a']],
    ['a path with its slash escaped', String.raw`{"\/a":{"get":{}},"\/a":{"put":{}}}`, ['/paths/~1a']],
    [
      'paths behind strings that end in backslashes',
      String.raw`{"/a":{"x":"\\"},"/a":{"x":"\"\\\""}}`,
      ['/paths/~1a'],
    ],
  ])('%s', (_case, paths, pointers) => {
    expect(duplicatesIn(document(paths)).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  test('are no problem where other things are called like paths', () => {
    const paths =
      '{"/a":{"get":{"x-map":{"/a":1,"/b":"/c","/a\\"":[{"/a":1},{"/a":1}]},"description":"\\"/a\\":"}}}';
    expect(duplicatesIn(document(paths, ',"x-paths":{"/a":{},"/a":{}}'))).toEqual([]);
  });

  test('count once, the last one', () => {
    const { operations } = catalogueOf(document('{"/a":{"get":{}},"/a":{"put":{}}}'));
    expect(operations.map(({ method }) => method)).toEqual(['PUT']);
  });
});

describe('names that stand twice in YAML', () => {
  test('are found wherever they are, with pointer and line', () => {
    const source = [
      'openapi: 3.0.0',
      'x-list: [a, {b: 1, b: 2}, [{c: 1}, {c: 1}]]',
      'x-anchor: &anchor {d: 1}',
      'x-alias: [*anchor, *anchor]',
      'paths:',
      '  /a:',
      '    get: { summary: one }',
      '    "get": { summary: two }',
    ].join('\n');
    expect(duplicatesIn(source)).toEqual([
      { code: 'DUPLICATE_KEY', message: expect.stringContaining('(line 2)'), pointer: '/x-list/1/b' },
      { code: 'DUPLICATE_KEY', message: expect.stringContaining('(line 8)'), pointer: '/paths/~1a/get' },
    ]);
    expect(catalogueOf(source).operations.map(({ summary }) => summary)).toEqual(['two']);
  });

  test('are no problem where one of them was merged in', () => {
    const merged = 'openapi: 3.0.0\nx-a: &a {get: {}}\npaths: { /a: { <<: *a, get: { summary: own } } }\n';
    expect(duplicatesIn(merged)).toEqual([]);
  });
});
