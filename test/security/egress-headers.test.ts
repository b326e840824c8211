import type { OpenEgress } from '../../shared/egress/create-egress.ts';
import { egressWith, errorOf, requestTo } from '../support/egress-under-test.ts';
import { listen, type Listener } from '../support/listener.ts';

const FORBIDDEN = [
  'Host',
  'Connection',
  'Content-Length',
  'Expect',
  'HTTP2-Settings',
  'Keep-Alive',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Proxy-Connection',
  'TE',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
] as const;

const NAMES = [
  '',
  ' ',
  'x y',
  'x:y',
  'x\r\ny',
  'x\n',
  'x\0',
  'ü',
  ':authority',
  'x(y)',
  'x,y',
  'x;y',
  '"x"',
  'x\t',
  'x'.repeat(300),
];
const VALUES = [
  'a\r\nX-Injected: 1',
  'a\nb',
  'a\rb',
  'a\0b',
  '\u2028',
  'a\u010ab',
  'a\u0a0db',
  '\x7f',
  'a\x1bb',
  'text 😀',
];

describe('request headers', () => {
  let server: Listener;
  let egress: OpenEgress;
  beforeAll(async () => {
    server = await listen();
    egress = egressWith({ allow: [server.host] });
  });
  afterAll(async () => {
    await egress.close();
    await server.close();
  });

  const refused = async (headers: Record<string, string>) => {
    const error = await errorOf(egress.request(requestTo(server.url, { headers })));
    expect(error).toMatchObject({ code: 'EGRESS_REFUSED', sent: false });
    expect(server.connections()).toBe(0);
    return error;
  };

  test.each(FORBIDDEN.flatMap((name) => [name, name.toLowerCase(), name.toUpperCase()]))(
    '%s may not be set',
    (name) => refused({ [name]: 'x' }),
  );
  test.each(NAMES.map((name) => [name]))('the name %j is refused', (name) => refused({ [name]: 'x' }));
  test.each(VALUES.map((value) => [value]))('the value %j is refused and not repeated', async (value) => {
    expect((await refused({ 'x-note': value })).message).not.toContain(value);
  });
  test('the same name twice is refused', () => refused({ 'X-Key': 'a', 'x-key': 'b' }));
  test('too many are refused', () =>
    refused(Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`x-${at}`, 'x']))));
  test('too large ones are refused', () => refused({ 'x-large': 'x'.repeat(70_000) }));
  test.each(['CONNECT', 'TRACE', 'TRACK', 'GET /x HTTP/1.1\r\nX:', '', 'FOO'])(
    'the method %j is refused',
    async (method) => {
      expect((await errorOf(egress.request(requestTo(server.url, { method })))).code).toBe('EGRESS_REFUSED');
      expect(server.connections()).toBe(0);
    },
  );

  test('a value that could not travel as text never reaches the upstream by the path either', async () => {
    const error = await errorOf(egress.request(requestTo(`${server.url}/a\r\nX-Injected: 1`)));
    expect(error.code).toBe('EGRESS_REFUSED');
    expect(server.connections()).toBe(0);
  });
});

describe('what is sent', () => {
  test('is what was asked for, with honest framing', async () => {
    const server = await listen();
    const egress = egressWith({ allow: [server.host] });
    const headers = { Authorization: 'Bearer abc', 'Content-Type': 'application/json' };
    await egress.request(
      requestTo(`${server.url}/pets?q=a%20b`, { method: 'post', headers, body: '{"é":1}' }),
    );
    expect(server.arrivals[0]).toMatchObject({ method: 'POST', path: '/pets?q=a%20b', body: '{"é":1}' });
    expect(server.arrivals[0]?.headers).toMatchObject({
      host: server.host,
      authorization: 'Bearer abc',
      'content-type': 'application/json',
      'content-length': '8',
      'accept-encoding': 'gzip, deflate, br, zstd',
    });
    await egress.close();
    await server.close();
  });

  test.each([{ authorization: 'Bearer x' }, { cookie: 'a=b' }, { 'x-api-key': 'x' }, { 'x-trace': 'x' }])(
    'over plain http to a public host is no header of the caller: %j',
    async (headers) => {
      const egress = egressWith({ names: { 'api.example.com': ['93.184.216.34'] } });
      const error = await errorOf(egress.request(requestTo('http://api.example.com/', { headers })));
      expect(error).toMatchObject({ code: 'EGRESS_REFUSED', sent: false });
      expect(error.message).toContain('https');
    },
  );

  test('over plain http to a public host may be a call without credentials, its idempotency key included', async () => {
    const egress = egressWith({});
    const headers = { 'idempotency-key': 'run_1:step', accept: 'application/json' };
    const error = await errorOf(
      egress.request(requestTo('http://api.example.com/', { method: 'POST', headers, body: '{}' })),
    );
    expect(error).toMatchObject({
      code: 'API_CONNECTION_FAILED',
      message: expect.stringContaining('does not exist'),
    });
  });

  test('over plain http to a public host is no credential in the URL', async () => {
    const egress = egressWith({ names: { 'api.example.com': ['93.184.216.34'] } });
    const call = egress.request(requestTo('http://api.example.com/?key=s3cret', { carriesCredential: true }));
    const error = await errorOf(call);
    expect(error.code).toBe('EGRESS_REFUSED');
    expect(error.message).not.toContain('s3cret');
  });

  test.each([
    { timeoutMs: 0 },
    { timeoutMs: Number.NaN },
    { timeoutMs: Infinity },
    { maxBytes: -1 },
    { maxBytes: Number.NaN },
  ])('is nothing without bounds: %j', (bounds) =>
    expect(egressWith({}).request(requestTo('https://api.example.com/', bounds))).rejects.toThrow(RangeError),
  );
});
