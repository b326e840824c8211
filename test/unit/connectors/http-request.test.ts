import { buildHttpRequest } from '../../../shared/connectors/http/build-http-request.ts';
import { judgeHttpRequest } from '../../../shared/connectors/http/judge-http-request.ts';
import { resolveInput } from '../../../shared/connectors/resolve-input.ts';
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import type { ConnectorStep } from '../../../shared/domain/workflow.ts';

const get = (url: string, more: JsonObject = {}): JsonObject => ({ method: 'GET', url, ...more });
const placesOf = (input: JsonObject): readonly string[] => {
  const judged = judgeHttpRequest(input);
  return 'faults' in judged ? judged.faults.map(({ path }) => path) : [];
};

describe('what is known of an HTTP request before it runs', () => {
  test.each<[string, string, object]>([
    [
      'GET',
      'https://API.example.com:443/a/{{input.x}}',
      { origin: 'https://api.example.com', effect: 'read', repeatable: true },
    ],
    [
      'POST',
      'http://example.com:8080',
      { origin: 'http://example.com:8080', effect: 'write', repeatable: false },
    ],
    [
      'PUT',
      'https://example.com?a={{input.a}}',
      { origin: 'https://example.com', effect: 'write', repeatable: true },
    ],
    [
      'DELETE',
      'https://example.com/a',
      { origin: 'https://example.com', effect: 'irreversible', repeatable: true },
    ],
  ])('%s %s', (method, url, judgement) => {
    expect(judgeHttpRequest({ method, url })).toEqual({ judgement });
  });
  test.each([
    ['a relative address', get('/a'), ['.url']],
    ['a host of a template', get('https://{{input.host}}/a'), ['.url']],
    ['half a host of a template', get('https://api.{{input.host}}/a'), ['.url']],
    ['a port of a template', get('https://api.example.com:{{input.port}}/'), ['.url']],
    ['somebody before the host', get('https://user:pw@example.com/'), ['.url']],
    ['a backslash for a slash', get('https://example.com\\@evil.example/'), ['.url']],
    ['another scheme', get('file:///etc/passwd'), ['.url']],
    ['a method of a template', { method: '{{input.m}}', url: 'https://example.com' }, ['.method']],
    [
      'a credential in a header',
      get('https://example.com', { headers: { Authorization: 'Bearer x' } }),
      ['.headers.Authorization'],
    ],
    [
      'a header of the transport',
      get('https://example.com', { headers: { Host: 'other' } }),
      ['.headers.Host'],
    ],
    ['a header that is none', get('https://example.com', { headers: { 'a b': '1' } }), ['.headers.a b']],
  ])('%s is refused', (_name, input, places) => {
    expect(placesOf(input)).toEqual(places);
  });
});

describe('an HTTP request', () => {
  test.each<[string, JsonObject, object]>([
    [
      'adds its query to that of the address',
      get('https://e.com/a?b=1#c', { query: { d: ['x y', 2], e: null, f: '&' } }),
      { url: 'https://e.com/a?b=1&d=x%20y&d=2&f=%26' },
    ],
    [
      'sends JSON',
      { method: 'POST', url: 'https://e.com/', body: { a: [1] } },
      { body: '{"a":[1]}', headers: expect.objectContaining({ 'content-type': 'application/json' }) },
    ],
    [
      'sends a text as it is',
      { method: 'POST', url: 'https://e.com/', body: '<a/>', headers: { 'Content-Type': 'application/xml' } },
      { body: '<a/>', headers: expect.objectContaining({ 'content-type': 'application/xml' }) },
    ],
    [
      'sends the fields of a form',
      {
        method: 'POST',
        url: 'https://e.com/',
        body: { a: 'b c' },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      { body: 'a=b+c' },
    ],
  ])('%s', (_name, input, expected) => {
    expect(buildHttpRequest(input)).toMatchObject(expected);
  });
  test('holds no line break in a header', () => {
    expect(() => buildHttpRequest(get('https://e.com', { headers: { 'x-a': 'b\r\nx-c: d' } }))).toThrow(
      expect.objectContaining({ code: 'STEP_INPUT_INVALID' }),
    );
  });
});

describe('the templates of an address', () => {
  const urlOf = (url: string, value: Json) => {
    const step = { action: 'http.request', input: get(url) } as unknown as ConnectorStep;
    return resolveInput(step, { input: { x: value }, steps: {} })['url'];
  };
  test.each<[string, string, Json, string]>([
    ['a slash', 'https://e.com/a/{{input.x}}/b', '../../admin', 'https://e.com/a/..%2F..%2Fadmin/b'],
    ['what would end the path', 'https://e.com/{{input.x}}', 'a?b#c', 'https://e.com/a%3Fb%23c'],
    [
      'what would add a parameter',
      'https://e.com/?q={{input.x}}',
      'a&admin=1',
      'https://e.com/?q=a%26admin%3D1',
    ],
    ['a number', 'https://e.com/{{input.x}}', 7, 'https://e.com/7'],
    ['nothing in a query', 'https://e.com/?q={{input.x}}', '', 'https://e.com/?q='],
  ])('%s stays in its place', (_name, url, value, expected) => {
    expect(urlOf(url, value)).toBe(expected);
  });
  test.each<[string, string, Json]>([
    ['a way up', 'https://e.com/a/{{input.x}}', '..'],
    ['a segment that is gone', 'https://e.com/a/{{input.x}}/b', ''],
    ['nothing at all', 'https://e.com/a/{{input.y}}', ''],
  ])('%s is refused', (_name, url, value) => {
    expect(() => urlOf(url, value)).toThrow(expect.objectContaining({ code: 'STEP_INPUT_INVALID' }));
  });
});
