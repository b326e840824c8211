import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import type { CallBinding } from '../../shared/domain/workflow.ts';
import { applyAuth } from '../../shared/engine/apply-auth.ts';
import { buildRequest } from '../../shared/engine/build-request.ts';

type Place = CallBinding['parameters'][number];

const base = 'https://api.example.com/v1';
const build = (path: string, parameters: Place[], values: JsonObject, body?: CallBinding['body']) =>
  buildRequest({
    binding: { baseUrl: base, specHash: '', parameters, ...(body === undefined ? {} : { body }) },
    method: body === undefined ? 'GET' : 'POST',
    path,
    values,
  });

describe('buildRequest', () => {
  // The table of OpenAPI 3.1, section 4.8.12.4: color = "blue", ["blue","black","brown"], {R:100,G:200,B:150}.
  const list = ['blue', 'black', 'brown'];
  const object = { R: 100, G: 200, B: 150 };
  test.each<[string, Place['in'], string, boolean, Json, string]>([
    ['matrix', 'path', 'matrix', false, 'blue', ';color=blue'],
    ['matrix list', 'path', 'matrix', false, list, ';color=blue,black,brown'],
    ['matrix object', 'path', 'matrix', false, object, ';color=R,100,G,200,B,150'],
    ['matrix exploded list', 'path', 'matrix', true, list, ';color=blue;color=black;color=brown'],
    ['matrix exploded object', 'path', 'matrix', true, object, ';R=100;G=200;B=150'],
    ['label', 'path', 'label', false, 'blue', '.blue'],
    ['label list', 'path', 'label', false, list, '.blue,black,brown'],
    ['label exploded list', 'path', 'label', true, list, '.blue.black.brown'],
    ['label exploded object', 'path', 'label', true, object, '.R=100.G=200.B=150'],
    ['simple list', 'path', 'simple', false, list, 'blue,black,brown'],
    ['simple object', 'path', 'simple', false, object, 'R,100,G,200,B,150'],
    ['simple exploded object', 'path', 'simple', true, object, 'R=100,G=200,B=150'],
    ['form list', 'query', 'form', false, list, '?color=blue%2Cblack%2Cbrown'],
    ['form exploded list', 'query', 'form', true, list, '?color=blue&color=black&color=brown'],
    ['form object', 'query', 'form', false, object, '?color=R%2C100%2CG%2C200%2CB%2C150'],
    ['form exploded object', 'query', 'form', true, object, '?R=100&G=200&B=150'],
    ['space delimited', 'query', 'spaceDelimited', false, list, '?color=blue%20black%20brown'],
    ['pipe delimited', 'query', 'pipeDelimited', false, list, '?color=blue%7Cblack%7Cbrown'],
    [
      'deep object',
      'query',
      'deepObject',
      true,
      object,
      '?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150',
    ],
  ])('writes %s', (_name, place, style, explode, color, expected) => {
    const parameters = [{ name: 'color', in: place, style, explode }];
    const { url } = build(place === 'path' ? '/x/{color}' : '/x', parameters, { color });
    expect(url).toBe(`${base}/x${place === 'path' ? '/' : ''}${expected}`);
  });

  test('places what it is given: path, query, header, cookie and the rest in the body', () => {
    const request = build(
      '/pets/{id}/notes',
      [
        { name: 'id', in: 'path' },
        { name: 'dry', in: 'query' },
        { name: 'X-Trace', in: 'header' },
        { name: 'session', in: 'cookie' },
      ],
      { id: 'a/b', dry: true, 'X-Trace': 't1', session: 's 1', text: 'hello', tags: ['x'] },
      { contentType: 'application/json', mode: 'properties' },
    );
    expect(request).toEqual({
      url: `${base}/pets/a%2Fb/notes?dry=true`,
      method: 'POST',
      headers: {
        accept: expect.any(String),
        'x-trace': 't1',
        cookie: 'session=s%201',
        'content-type': 'application/json',
      },
      body: '{"text":"hello","tags":["x"]}',
    });
  });

  test.each<[string, string, Json, string]>([
    [
      'a form',
      'application/x-www-form-urlencoded',
      { a: 'x y', b: { c: 1 }, d: [1, 2] },
      'a=x+y&b%5Bc%5D=1&d=1&d=2',
    ],
    ['a list as JSON', 'application/json', [1, 2], '[1,2]'],
    ['text', 'text/plain', 'hello', 'hello'],
  ])('writes %s', (_name, contentType, body, expected) => {
    expect(build('/x', [], { body }, { contentType, mode: 'whole' }).body).toBe(expected);
  });

  test('writes multipart fields', () => {
    const { body, headers } = build(
      '/x',
      [],
      { body: { a: '1', b: { c: 2 } } },
      { contentType: 'multipart/form-data', mode: 'whole' },
    );
    const boundary = /boundary=(.+)/.exec(headers['content-type'] ?? '')?.[1];
    expect(body).toBe(
      `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--${boundary}\r\nContent-Disposition: form-data; name="b"\r\nContent-Type: application/json\r\n\r\n{"c":2}\r\n--${boundary}--\r\n`,
    );
  });

  test.each<[string, Json]>([
    ['dots', '..'],
    ['one dot', '.'],
    ['nothing', ''],
    ['null', null],
    ['an empty list', []],
  ])('refuses %s in a path', (_name, id) => {
    expect(() => build('/x/{id}', [{ name: 'id', in: 'path' }], { id })).toThrow(
      expect.objectContaining({ code: 'STEP_INPUT_INVALID' }),
    );
  });

  test.each(['a\r\nx: y', 'a\nb', 'a\0b', 'snow☃man'])('refuses the header value %j', (value) => {
    expect(() => build('/x', [{ name: 'h', in: 'header' }], { h: value })).toThrow(
      expect.objectContaining({ code: 'STEP_INPUT_INVALID' }),
    );
  });

  test('a template with dots or another host is refused', () => {
    for (const path of ['/../admin', '/x/../../admin', '//evil.example.com/x', '/x/%2e%2e/%2e%2e/y']) {
      const made = (() => {
        try {
          return new URL(build(path, [], {}).url);
        } catch {
          return undefined;
        }
      })();
      if (made !== undefined) {
        expect(made.origin).toBe('https://api.example.com');
        expect(made.pathname.startsWith('/v1/')).toBe(true);
      }
    }
  });

  test('no value whatever leaves the origin, the prefix or the number of segments', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        let url: string;
        try {
          ({ url } = build('/pets/{id}/toys', [{ name: 'id', in: 'path' }], { id }));
        } catch (error) {
          // Lone surrogates cannot be encoded either.
          expect(error).toBeInstanceOf(Error);
          return;
        }
        const { origin, pathname } = new URL(url);
        expect(origin).toBe('https://api.example.com');
        expect(pathname.split('/').length).toBe(5);
        expect(pathname.startsWith('/v1/pets/') && pathname.endsWith('/toys')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('applyAuth', () => {
  const request = build('/x', [{ name: 'authorization', in: 'header' }], {
    authorization: 'Bearer from-a-step',
  });
  test.each([
    [
      'a key in a header',
      { type: 'api_key', in: 'header', name: 'X-Key' } as const,
      { apiKey: 'k' },
      { headers: { 'x-key': 'k' } },
    ],
    [
      'a key in the query',
      { type: 'api_key', in: 'query', name: 'key' } as const,
      { apiKey: 'k&k' },
      { url: `${base}/x?key=k%26k` },
    ],
    [
      'a key in a cookie',
      { type: 'api_key', in: 'cookie', name: 'sid' } as const,
      { apiKey: 'k;' },
      { headers: { cookie: 'sid=k%3B' } },
    ],
    [
      'a bearer token, over what a step has set',
      { type: 'bearer' } as const,
      { token: 't' },
      { headers: { authorization: 'Bearer t' } },
    ],
    [
      'basic',
      { type: 'basic' } as const,
      { username: 'u', password: 'p' },
      { headers: { authorization: 'Basic dTpw' } },
    ],
  ])('puts %s', (_name, auth, secret, expected) => {
    expect(applyAuth({ request, auth, secret })).toMatchObject(expected);
  });

  test('refuses a secret of another kind', () => {
    expect(() => applyAuth({ request, auth: { type: 'bearer' }, secret: { apiKey: 'k' } })).toThrow(
      expect.objectContaining({ code: 'CREDENTIAL_MISSING' }),
    );
  });
});
