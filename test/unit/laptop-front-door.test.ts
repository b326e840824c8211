import { readFileSync } from 'node:fs';
import { createFrontDoor } from '../../local/front-door.ts';
import type { ViewerRequest } from '../../local/front-door/viewer-event.ts';

const OWN_CODE = readFileSync(new URL('../../infra/front-door.js', import.meta.url), 'utf8');

const setup = (code: string | undefined = OWN_CODE, originHeaders = {}) => {
  const frontDoor = createFrontDoor({ code, originHeaders, newRequestId: () => 'req-1' });
  return (request: Partial<ViewerRequest>) =>
    frontDoor({ method: 'GET', path: '/', rawQuery: '', headers: {}, sourceIp: '192.0.2.1', ...request });
};

describe('the front door of the template', () => {
  test.each([
    ['/api/connections', '/api/v1/connections'],
    ['/api/v1/connections', '/api/v1/connections'],
    ['/api/v2/connections', '/api/v2/connections'],
    ['/api/v1', '/api/v1'],
    ['/api/vague', '/api/v1/vague'],
    ['/other', '/other'],
  ])('%s -> %s', async (path, expected) => {
    expect(await setup()({ path })).toMatchObject({ request: { path: expected } });
  });

  test('the bare address leads to the documentation', async () => {
    expect(await setup()({ path: '/' })).toMatchObject({
      answer: { status: 302, headers: { location: '/api/docs' } },
    });
  });

  test('the query and every header line come through as they were', async () => {
    const request = {
      path: '/api/x',
      rawQuery: 'a=%20&b&a=2',
      headers: { accept: ['a', 'b'], host: ['h'], cookie: ['a=1; b=2'] },
    };
    const passOn = 'function handler(e) { return e.request; }';
    expect(await setup(passOn)(request)).toEqual({ request });
  });
});

describe('functions that do more', () => {
  test('a changed query is written anew', async () => {
    const code = "function handler(e) { e.request.querystring.b = { value: '2' }; return e.request; }";
    expect(await setup(code)({ rawQuery: 'a=1&a=3' })).toMatchObject({
      request: { rawQuery: 'a=1&a=3&b=2' },
    });
  });

  test('headers may be set, also by an async handler', async () => {
    const code = "async function handler(e) { e.request.headers['x-a'] = { value: '1' }; return e.request; }";
    expect(await setup(code)({ headers: { host: ['h'] } })).toMatchObject({
      request: { headers: { host: ['h'], 'x-a': ['1'] } },
    });
  });

  test('an answer ends the request at the door', async () => {
    const code =
      "function handler() { return { statusCode: 302, headers: { Location: { value: '/x' } }, body: 'b' }; }";
    expect(await setup(code)({})).toEqual({
      answer: { status: 302, headers: { location: '/x' }, body: 'b' },
    });
  });

  test('code without a handler is refused when it is loaded', () => {
    expect(() => setup('var x = 1;')).toThrow('no handler');
  });

  test('code that never ends is refused when it is tried', () => {
    expect(() => setup('function handler() { for (;;) {} }')).toThrow('timed out');
  });
});

test('the origin’s headers replace what the viewer sent', async () => {
  const headers = { 'x-origin-token': ['forged'], host: ['h'] };
  expect(await setup(OWN_CODE, { 'x-origin-token': 'real' })({ path: '/api/x', headers })).toMatchObject({
    request: { headers: { 'x-origin-token': ['real'], host: ['h'] } },
  });
});
