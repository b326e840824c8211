import { answering, withPaths } from '../support/documents/build.ts';
import { catalogueOf } from '../support/read-fixture.ts';

describe('cycles end', () => {
  test.each([
    [
      'a schema',
      { components: { schemas: { S0: { $ref: '#/components/schemas/S0' } } } },
      answering({ $ref: '#/components/schemas/S0' }),
      'CIRCULAR_REF',
    ],
    [
      'two schemas',
      {
        components: {
          schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } },
        },
      },
      answering({ $ref: '#/components/schemas/A' }),
      'CIRCULAR_REF',
    ],
    ['a path', {}, { $ref: '#/paths/~1a' }, 'CIRCULAR_REF'],
    ['an operation', {}, { get: { $ref: '#/paths/~1a/get' } }, 'CIRCULAR_REF'],
    [
      'a parameter',
      { components: { parameters: { P: { $ref: '#/components/parameters/P' } } } },
      { get: { parameters: [{ $ref: '#/components/parameters/P' }] } },
      'CIRCULAR_REF',
    ],
    [
      'a response',
      { components: { responses: { R: { $ref: '#/components/responses/R' } } } },
      { get: { responses: { 200: { $ref: '#/components/responses/R' } } } },
      'CIRCULAR_REF',
    ],
    ['the whole document', {}, answering({ $ref: '#' }), 'NONE'],
    [
      'the schema that holds it',
      {},
      answering({
        properties: { a: { $ref: '#/paths/~1a/get/responses/200/content/application~1json/schema' } },
      }),
      'NONE',
    ],
  ])('of %s', (_class, rest, item, code) => {
    const codes = catalogueOf(withPaths({ '/a': item }, rest)).problems.map((problem) => problem.code);
    const found = new Set(codes.filter((each) => each.endsWith('_REF')));
    expect([...found]).toEqual(code === 'NONE' ? [] : [code]);
  });
});

describe('references out of the document are not followed', () => {
  test.each([
    'file:///etc/passwd',
    '/etc/passwd',
    '../../../../etc/passwd#/root',
    './other.yaml',
    'other.json#/a',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:4010/openapi.json#/components',
    '//evil.example/x',
    'data:application/json,{"type":"string"}',
    'javascript:1',
    'urn:x:y',
    'C:\\windows\\win.ini',
    '',
    ' #/components',
  ])('%j', (ref) => {
    const places = {
      '/a': answering({ properties: { deep: { items: { $ref: ref } } } }),
      '/b': {
        get: { parameters: [{ $ref: ref }], requestBody: { $ref: ref }, responses: { 200: { $ref: ref } } },
      },
      '/c': { get: { $ref: ref } },
      '/d': { $ref: ref },
    };
    const catalogue = catalogueOf(
      withPaths(places, { components: { securitySchemes: { s: { $ref: ref } } } }),
    );
    expect(catalogue.operations.map(({ path }) => path)).toEqual(['/a', '/b', '/c']);
    const outside = catalogue.problems.filter(({ code }) => code.startsWith('EXTERNAL_REF'));
    expect(outside).toHaveLength(7);
    expect(JSON.stringify(catalogue)).not.toMatch(/root:|daemon:/);
  });
});

describe('names that reach prototypes do nothing', () => {
  const names = ['__proto__', 'constructor', 'prototype'];
  const build = (name: string) => {
    const bad = `{"${name}":{"polluted":true,"type":"object","properties":{"${name}":{"type":"string"}}}}`;
    return `{"openapi":"3.0.0","${name}":{"polluted":true},"info":{"title":"T","${name}":{"polluted":true}},
      "components":{"securitySchemes":${bad},"schemas":${bad}},
      "paths":{"${name}":{"get":{}},"/a":{"${name}":{"get":{}},"get":{"responses":{"200":{"content":{"application/json":{"schema":
      {"type":"object","required":["${name}"],"properties":${bad},"${name}":{"properties":{"x":{}}}}}}},"${name}":{}},
      "parameters":[{"name":"${name}","in":"query","schema":{"$ref":"#/components/schemas/${name}"}}]}}}}`;
  };
  test.each(names.flatMap((name) => [[name, 'JSON'] as const, [name, 'YAML'] as const]))(
    '%s in %s',
    (name, kind) => {
      const text = build(name);
      const catalogue = catalogueOf(kind === 'JSON' ? text : `# a comment makes it YAML\n${text}`);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(Object.getPrototypeOf(catalogue)).toBe(Object.prototype);
      const properties = catalogue.operations.at(-1)?.responses['200']?.schema?.['properties'];
      expect(Object.keys(properties ?? {})).toEqual([]);
      expect(Object.keys(catalogue.securitySchemes)).toEqual([]);
      expect(JSON.stringify({ ...catalogue, problems: [] })).not.toContain('polluted');
    },
  );

  test('references to inherited members lead to nothing', () => {
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty']) {
      const catalogue = catalogueOf(
        withPaths(
          { '/a': answering({ $ref: `#/components/schemas/${name}` }) },
          { components: { schemas: {} } },
        ),
      );
      expect(catalogue.problems.map(({ code }) => code)).toEqual(['UNRESOLVED_REF']);
    }
  });
});
