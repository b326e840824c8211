import { gzipSync } from 'node:zlib';
import { readDocument } from '../../shared/openapi/read-document.ts';
import { withPaths } from '../support/documents/build.ts';
import { catalogueOf } from '../support/read-fixture.ts';

describe('what is no OpenAPI document is refused with a reason', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /empty/],
    ['space', ' \n\t\n', /empty/],
    ['a byte order mark', '\ufeff', /empty/],
    ['a comment', '# nothing here\n', /empty/],
    ['null', 'null', /empty/],
    ['cut JSON', JSON.stringify(withPaths({ '/a': {} })).slice(0, -9), /cut off.*line 1/],
    ['cut JSON in a string', '{"openapi": "3.0', /cut off/],
    ['wrong JSON', '{"openapi": "3.0.0",\n "paths": {]}', /not valid JSON \(line 2, column 12\)/],
    ['a list', '[]', /a list/],
    ['a number', '12', /single number/],
    ['a sentence', 'Not found', /single string/],
    ['HTML', '<!DOCTYPE html><html></html>', /HTML/],
    ['XML', '  <?xml version="1.0"?><a/>', /HTML or XML/],
    ['an image', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), /binary/],
    ['gzip', gzipSync(JSON.stringify(withPaths({}))), /binary/],
    ['zero bytes', new Uint8Array(100), /binary/],
    ['latin-1', Buffer.from('openapi: 3.0.0\ninfo: {title: \xfcber}', 'latin1'), /binary/],
    ['tabs in YAML', 'openapi: 3.0.0\ninfo:\n\ttitle: x\n', /not valid YAML.*line 3/],
    ['an unknown tag', 'openapi: !!js/function "x"', /not valid YAML/],
    ['an unclosed list', 'openapi: [1, 2\n', /not valid YAML/],
    ['two documents', 'openapi: 3.0.0\n---\nopenapi: 3.0.0\n', /several YAML documents/],
    ['an unknown anchor', 'openapi: *nobody', /not valid YAML/],
    ['a package', '{"name":"x","version":"1.0.0"}', /no "openapi" or "swagger" version/],
    ['a Postman collection', '{"info":{},"item":[]}', /Postman/],
    ['AsyncAPI', 'asyncapi: 3.0.0', /AsyncAPI/],
    ['a JSON Schema', '{"$schema":"https://json-schema.org/draft/2020-12/schema"}', /JSON Schema/],
    ['a GraphQL schema', '{"__schema":{}}', /GraphQL/],
    ['an error answer', '{"error":"unauthorized"}', /error answer/],
    ['Swagger 1.2', '{"swaggerVersion":"1.2","apis":[]}', /Swagger 1/],
    ['another version', '{"openapi":"4.0.0","paths":{}}', /another version/],
    ['swagger 3', '{"swagger":"3.0","paths":{}}', /another version/],
    ['a version that is an object', '{"openapi":{},"paths":{}}', /no "openapi"/],
    ['paths as a list', '{"openapi":"3.0.0","paths":[]}', /"paths" is not an object/],
    ['no content', '{"openapi":"3.1.0","info":{}}', /neither/],
  ])('%s', (_class, source, reason) => {
    const read = readDocument({ source });
    expect(read).toMatchObject({
      ok: false,
      code: 'INVALID_DOCUMENT',
      message: expect.stringMatching(reason),
    });
    expect(read).toMatchObject({ problems: [{ code: 'INVALID_DOCUMENT', pointer: expect.any(String) }] });
  });

  test('and its text is not repeated', () => {
    for (const source of [
      '{"a": s3cret}',
      's3cret: [',
      'a: b: s3cret',
      '"s3cret',
      'key: *s3cret',
      '!<s3cret> x',
    ]) {
      expect(JSON.stringify(readDocument({ source }))).not.toContain('s3cret');
    }
  });

  test('too large', () => {
    const source = JSON.stringify({ ...withPaths({}), 'x-ballast': 'x'.repeat(51 * 1024 * 1024) });
    expect(readDocument({ source })).toMatchObject({ ok: false, message: expect.stringContaining('50 MB') });
    expect(readDocument({ source: Buffer.from(source) })).toMatchObject({ ok: false });
  });
});

describe('what is one in an odd wrapping is read', () => {
  const text = JSON.stringify(withPaths({ '/a': { get: {} } }));
  test.each<[string, string | Uint8Array]>([
    ['a byte order mark', `\ufeff${text}`],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['space before', `\n\n   ${text}`],
    ['JSON with comments, as YAML', `{ "openapi": "3.0.0", # why\n paths: { /a: { get: {} } } }`],
    ['CRLF', 'openapi: 3.0.0\r\npaths:\r\n  /a:\r\n    get: {}\r\n'],
    ['merge keys', 'openapi: 3.0.0\nx-get: &get { summary: S }\npaths: { /a: { get: { <<: *get } } }'],
    ['the same name twice', 'openapi: 3.0.0\npaths: {}\npaths: { /a: { get: {} } }'],
  ])('%s', (_class, source) => {
    expect(catalogueOf(source).operations.map(({ path }) => path)).toEqual(['/a']);
  });

  test('a name that stands twice in YAML is a problem', () => {
    const catalogue = catalogueOf('openapi: 3.0.0\npaths:\n  /a: { get: {} }\n  /a: { put: {} }\n');
    expect(catalogue.problems).toContainEqual(
      expect.objectContaining({ code: 'DUPLICATE_KEY', message: expect.stringContaining('line 4') }),
    );
    expect(catalogue.operations.map(({ method }) => method)).toEqual(['PUT']);
  });
});
