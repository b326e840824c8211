import type { OpenEgress } from '../../shared/egress/create-egress.ts';
import { nextHop } from '../../shared/egress/next-hop.ts';
import { egressWith, errorOf, requestTo } from '../support/egress-under-test.ts';
import { listen, type Listener } from '../support/listener.ts';

const STATUSES = [301, 302, 303, 307, 308] as const;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] as const;
const SECRETS = {
  authorization: 'Bearer s3cret',
  cookie: 'sid=s3cret',
  'x-api-key': 's3cret',
  'x-anything': 's3cret',
};

/** Places inside that a hostile answer may point to; `{inner}` is a listener that must stay untouched. */
const TARGETS = [
  'http://{inner}/',
  'https://{inner}/',
  '//{inner}/',
  'http://2130706433:{port}/',
  'http://0x7f.1:{port}/',
  'http://[::ffff:127.0.0.1]:{port}/',
  'http://localhost:{port}/',
  'http://user:pass@{inner}/',
  '\\\\{inner}\\',
  'http:\\\\{inner}/',
  'http://{inner}\t/',
  '/\\{inner}/',
  'http://169.254.169.254/latest/meta-data/',
  'http://metadata.google.internal/',
  'http://inside.example.com:{port}/',
  'file:///etc/passwd',
  'gopher://{inner}/_x',
  'javascript:alert(1)',
] as const;

describe('redirects', () => {
  let inner: Listener;
  let outer: Listener;
  let other: Listener;
  let egress: OpenEgress;
  /** What the outer server answers: a status and the Location for a path. */
  let answer: { status: number; location: (path: string) => string | undefined };

  beforeAll(async () => {
    inner = await listen();
    other = await listen();
    outer = await listen((request, response) => {
      const location = answer.location(request.url ?? '');
      if (location === undefined) response.end('arrived');
      else response.writeHead(answer.status, { location }).end();
    });
    egress = egressWith({ allow: [outer.host, other.host], names: { 'inside.example.com': ['127.0.0.1'] } });
  });
  afterAll(async () => {
    await egress.close();
    await Promise.all([inner.close(), outer.close(), other.close()]);
  });
  beforeEach(() => {
    outer.arrivals.length = 0;
    other.arrivals.length = 0;
  });

  const cases = STATUSES.flatMap((status) => TARGETS.map((target) => [status, target] as const));
  test.each(cases)('%d to %s is refused', async (status, target) => {
    const [, port = ''] = inner.host.split(':');
    const location = target.replace('{inner}', inner.host).replace('{port}', port);
    answer = { status, location: () => location };
    for (const method of ['GET', 'DELETE'] as const) {
      const error = await errorOf(egress.request(requestTo(outer.url, { method, headers: SECRETS })));
      expect(error).toMatchObject({ code: 'EGRESS_REFUSED', sent: true });
      expect(error.message).not.toContain('s3cret');
    }
    expect(inner.connections()).toBe(0);
  });

  test.each(STATUSES.flatMap((status) => METHODS.map((method) => [status, method] as const)))(
    '%d after %s drops credentials and body at another origin',
    async (status, method) => {
      answer = { status, location: () => `${other.url}/landing` };
      const body = method === 'POST' || method === 'PUT' ? { body: '{"card":"s3cret"}' } : {};
      const call = egress.request(requestTo(outer.url, { method, headers: SECRETS, ...body }));
      const keepsBody = body.body !== undefined && !(status === 303 || (status < 303 && method === 'POST'));
      if (keepsBody) {
        expect((await errorOf(call)).code).toBe('EGRESS_REFUSED');
        expect(other.arrivals).toEqual([]);
        return;
      }
      const response = await call;
      expect(response).toMatchObject({ status: 200, url: `${other.url}/landing` });
      expect(other.arrivals).toHaveLength(1);
      expect(JSON.stringify(other.arrivals)).not.toContain('s3cret');
      const becomesGet = (status === 303 && method !== 'HEAD') || (status < 303 && method === 'POST');
      expect(other.arrivals[0]?.method).toBe(becomesGet ? 'GET' : method);
    },
  );

  test.each(STATUSES)(
    '%d on the same origin keeps credentials, and the body where the method stays',
    async (status) => {
      answer = { status, location: (path) => (path === '/' ? '/next?page=2' : undefined) };
      await egress.request(requestTo(`${outer.url}/`, { method: 'POST', headers: SECRETS, body: 'order=1' }));
      const [, second] = outer.arrivals;
      expect(second).toMatchObject({ path: '/next?page=2', headers: SECRETS });
      expect(second?.body).toBe(status >= 307 ? 'order=1' : '');
    },
  );

  test.each([0, 1, 2, 3])('at most %d are followed', async (maxRedirects) => {
    answer = { status: 302, location: () => '/again' };
    const call = egress.request(requestTo(outer.url, { maxRedirects }));
    if (maxRedirects === 0)
      expect(await call).toMatchObject({ status: 302, headers: { location: '/again' } });
    else expect(await errorOf(call)).toMatchObject({ code: 'API_CONNECTION_FAILED', sent: true });
    expect(outer.arrivals).toHaveLength(maxRedirects + 1);
  });

  test('a number of redirects that is no bound is bounded', async () => {
    answer = { status: 302, location: () => '/again' };
    await errorOf(egress.request(requestTo(outer.url, { maxRedirects: 1e9 })));
    expect(outer.arrivals).toHaveLength(11);
  });

  test.each([300, 304, 305, 306])('%d is an answer like any other', async (status) => {
    answer = { status, location: () => inner.url };
    expect(await egress.request(requestTo(outer.url))).toMatchObject({ status });
    expect(inner.connections()).toBe(0);
  });

  test('a redirect without a target is an answer; one to no URL is a fault', async () => {
    const bare = await listen((_request, response) => response.writeHead(302).end('where?'));
    const odd = await listen((_request, response) => response.writeHead(302, { location: 'http://' }).end());
    const caller = egressWith({ allow: [bare.host, odd.host] });
    expect(await caller.request(requestTo(bare.url))).toMatchObject({ status: 302 });
    expect((await errorOf(caller.request(requestTo(odd.url)))).code).toBe('API_CONNECTION_FAILED');
    await Promise.all([caller.close(), bare.close(), odd.close()]);
  });
});

test.each(STATUSES)('%d from https to http is refused', (status) => {
  const hop = { url: new URL('https://api.example.com/a'), method: 'GET', headers: {} };
  const headers = { location: 'http://api.example.com/b' };
  const response = { status, headers, body: new Uint8Array(), url: hop.url.href };
  expect(() => nextHop(hop, response)).toThrow(expect.objectContaining({ code: 'EGRESS_REFUSED' }));
});
