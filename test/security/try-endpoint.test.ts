import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { calledApi, calledDocument, replaceEgress } from '../support/called-api.ts';
import { findCanaries, makeCanaries, repeated } from '../support/canaries.ts';
import { egressWith } from '../support/egress-under-test.ts';
import { listen } from '../support/listener.ts';
import { makeTenant, type Tenant } from '../support/tenants.ts';

let api: ApiUnderTest;
let home: Tenant;
beforeAll(async () => {
  api = await startApi();
  home = await makeTenant(api);
});
afterAll(() => api.close());

/** Texts that would leave the path, the origin or the request if they were not encoded. */
const ESCAPES = [
  '..',
  '.',
  '../../admin',
  '..%2f..%2fadmin',
  '%2e%2e',
  '//evil.example.com',
  '\\\\evil.example.com',
  '@evil.example.com',
  'x@evil.example.com/',
  ':80@evil.example.com',
  'https://evil.example.com/',
  '?host=evil.example.com',
  '#fragment',
  ';evil',
  '%00',
  'a\r\nHost: evil.example.com',
  'a b',
  '\u2025',
  '．．',
  'ﬀ',
];

describe('never off the origin of the connection', () => {
  test('whatever a value holds, the call goes below the base address or not at all', async () => {
    const called = await calledApi({ api, tenant: home });
    const sent = replaceEgress(api.ports, () => ({}));
    for (const value of ESCAPES) {
      const path = await called.try('GET', '/things/{id}', { parameters: { id: value } });
      const query = await called.try('GET', '/things', { parameters: { note: value } });
      expect([200, 422]).toContain(path.status);
      expect(query.status).toBe(200);
    }
    expect(sent.length).toBeGreaterThan(ESCAPES.length);
    for (const { url } of sent) {
      const { origin, pathname } = new URL(url);
      expect(origin).toBe('https://called.example.com');
      expect(pathname).toMatch(/^\/v1\/things(\/[^/]+)?$/);
    }
  });

  test('an operation whose document sends it elsewhere stays', async () => {
    const called = await calledApi({ api, tenant: home });
    const sent = replaceEgress(api.ports, () => ({}));
    expect((await called.try('GET', '/elsewhere')).status).toBe(200);
    expect(sent.map(({ url }) => url)).toEqual(['https://called.example.com/v1/elsewhere']);
  });

  test('members that would choose the address are none', async () => {
    const called = await calledApi({ api, tenant: home });
    const sent = replaceEgress(api.ports, () => ({}));
    for (const member of ['url', 'baseUrl', 'headers', 'host', 'binding', 'method', 'path', 'origin']) {
      const outside = await called.try('GET', '/things', { [member]: 'https://evil.example.com' });
      const inside = await called.try('GET', '/things', {
        parameters: { [member]: 'https://evil.example.com' },
      });
      expect([outside.status, inside.status]).toEqual([422, 422]);
    }
    expect(sent).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])('a redirect with %i is shown and not followed', async (status) => {
    const evil = await listen();
    const upstream = await listen((_, response) =>
      response.writeHead(status, { location: `http://evil.example.com:${portOf(evil.host)}/` }).end(),
    );
    const names = { 'called.example.com': ['127.0.0.1'], 'evil.example.com': ['127.0.0.1'] };
    const allow = [upstream, evil].map(
      ({ host }, at) => `${['called', 'evil'][at] ?? ''}.example.com:${portOf(host)}`,
    );
    const egress = egressWith({ allow, names });
    api.ports.egress.request = egress.request;
    const origin = `http://called.example.com:${portOf(upstream.host)}`;
    const called = await calledApi({ api, tenant: home, origin });
    const { body } = await called.try('POST', '/things', { parameters: { name: 'x' }, confirm: true });
    expect(body.data.response).toMatchObject({ status, headers: { location: expect.any(String) } });
    expect(upstream.arrivals).toMatchObject([{ headers: { 'x-key': 'the-key-of-the-call' } }]);
    expect(evil.connections()).toBe(0);
    await Promise.all([egress.close(), upstream.close(), evil.close()]);
  });
});

function portOf(host: string): string {
  return host.split(':')[1] ?? '';
}

const canaries = makeCanaries();

/** How a careless upstream repeats what it was sent: whole, in every encoding, in headers, in JSON, in text, in HTML. */
const PARROTS: [string, (said: readonly string[]) => { headers: Record<string, string>; body: Buffer }][] = [
  [
    'JSON',
    (said) => ({
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(
        JSON.stringify(Object.fromEntries(said.map((text, at) => [`${at} ${text}`, [text]]))),
      ),
    }),
  ],
  [
    'text',
    (said) => ({ headers: { 'content-type': 'text/html' }, body: Buffer.from(`<p>${said.join('</p><p>')}`) }),
  ],
  [
    'JSON that is cut',
    (said) => ({
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify([said, 'x'.repeat(200_000)])),
    }),
  ],
  [
    'headers',
    (said) => ({
      headers: Object.fromEntries([
        ...said.map((text, at): [string, string] => [`x-echo-${at}`, `${text}!`]),
        ['set-cookie', said.join()],
        ['location', `https://elsewhere.example.com/${said.join('/')}`],
      ]),
      body: Buffer.alloc(0),
    }),
  ],
];

describe('no try shows or keeps the credential that an upstream repeats', () => {
  let connected: readonly Awaited<ReturnType<typeof calledApi>>[];
  beforeAll(async () => {
    connected = await Promise.all(
      canaries.map(({ authType, authConfig }) => calledApi({ api, tenant: home, authType, authConfig })),
    );
  });

  test.each(PARROTS)('in %s', async (_, parrot) => {
    const answers: unknown[] = [];
    const sent = replaceEgress(api.ports, ({ headers = {}, url, body }) =>
      parrot([...Object.values(headers), url, String(body ?? '')].flatMap(repeated)),
    );
    for (const [at, { value }] of canaries.entries()) {
      for (const [method, tried] of [
        ['GET', {}],
        ['GET', { parameters: { note: value } }],
        ['POST', { parameters: { name: value }, confirm: true }],
      ] as const) {
        const answer = await connected[at]?.try(method, '/things', tried);
        const isTemplate = 'parameters' in tried && value.includes('{{');
        expect(answer?.status).toBe(isTemplate ? 422 : 200);
        answers.push(answer?.text, answer?.headers);
      }
    }
    // The credentials did go out, and came back.
    const heard = findCanaries({ canaries, places: { sent: sent.map(({ headers }) => headers) } });
    expect(heard.length).toBeGreaterThanOrEqual(canaries.length);
    expect(JSON.stringify(answers)).toContain('[redacted]');
    const { logged, ports } = api;
    const places = { answers, table: await api.everything(), bucket: ports.bucket.objects, log: logged };
    expect(findCanaries({ canaries, places })).toEqual([]);
  });
});

test('the fixture has what these tests try', () => {
  expect(Object.keys(calledDocument('https://x.example').paths)).toContain('/elsewhere');
  expect(canaries).toHaveLength(50);
});
