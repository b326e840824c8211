import { assertPublicUrl } from '../../shared/egress/assert-public-url.ts';
import type { OpenEgress } from '../../shared/egress/create-egress.ts';
import { isPublicAddress } from '../../shared/egress/vet-addresses.ts';
import { egressWith, errorOf, requestTo } from '../support/egress-under-test.ts';
import { listen, type Listener } from '../support/listener.ts';
import { PRIVATE_HOSTS } from '../support/private-hosts.ts';

/** Answers that a resolver may give for an innocent name. */
const ANSWERS = [
  ['loopback', ['127.0.0.1']],
  ['private', ['10.1.2.3']],
  ['metadata', ['169.254.169.254']],
  ['Azure metadata', ['168.63.129.16']],
  ['unspecified', ['0.0.0.0']],
  ['v6 loopback', ['::1']],
  ['v4-mapped', ['::ffff:127.0.0.1']],
  ['v4-compatible', ['::7f00:1']],
  ['NAT64', ['64:ff9b::7f00:1']],
  ['6to4', ['2002:7f00:1::1']],
  ['ISATAP', ['2607:f8b0::5efe:a00:1']],
  ['unique local', ['fd12:3456::1']],
  ['link local with zone', ['fe80::1%eth0']],
  ['public with zone', ['2606:4700::1111%eth0']],
  ['octal', ['0177.0.0.1']],
  ['decimal', ['2130706433']],
  ['public, then private', ['93.184.216.34', '10.0.0.1']],
  ['private, then public', ['192.168.0.1', '93.184.216.34']],
  ['public v4, loopback v6', ['93.184.216.34', '::1']],
  ['no address', ['not-an-address']],
] as const;

describe('addresses that may not be called', () => {
  let target: Listener;
  let egress: OpenEgress;
  const port = (): string => target.host.split(':')[1] ?? '';

  beforeAll(async () => {
    target = await listen();
    // Even where the system would resolve these names to the listener, nothing may arrive there.
    egress = egressWith({
      names: Object.fromEntries(PRIVATE_HOSTS.map(([, host]) => [host.toLowerCase(), ['127.0.0.1']])),
    });
  });
  afterEach(() => expect(target.connections()).toBe(0));
  afterAll(async () => {
    await egress.close();
    await target.close();
  });

  test.each(PRIVATE_HOSTS)('%s: %s', async (_class, host) => {
    for (const url of [`http://${host}:${port()}/`, `https://${host}:${port()}/x?q=1`, `http://${host}/`]) {
      expect(() => assertPublicUrl({ url })).toThrow(expect.objectContaining({ code: 'EGRESS_REFUSED' }));
      expect(await errorOf(egress.request(requestTo(url)))).toMatchObject({
        code: 'EGRESS_REFUSED',
        sent: false,
      });
    }
  });

  test.each(ANSWERS)('a name that resolves to %s', async (_class, addresses) => {
    const names = { 'api.example.com': addresses };
    const rebound = egressWith({ names });
    const error = await errorOf(rebound.request(requestTo(`http://api.example.com:${port()}/`)));
    expect(error.code).toBe('EGRESS_REFUSED');
    for (const address of addresses) expect(error.message).not.toContain(address);
    await rebound.close();
  });

  test.each([
    ['ftp', (at: string) => `ftp://${at}/`],
    ['file', () => 'file:///etc/passwd'],
    ['data', () => 'data:text/plain,x'],
    ['javascript', () => 'javascript:alert(1)'],
    ['gopher', (at: string) => `gopher://${at}/_x`],
    ['ws', (at: string) => `ws://${at}/`],
    ['unix', () => 'unix:/var/run/docker.sock'],
    ['no scheme', (at: string) => at],
    ['relative', () => '/etc/passwd'],
    ['protocol-relative', (at: string) => `//${at}/`],
    ['user name', (at: string) => `http://api.example.com@${at}/`],
    ['password', () => 'http://user:secret@api.example.com/'],
    ['backslash', (at: string) => `http://api.example.com\\@${at}/`],
    ['tab in the host', () => 'http://127.0\t.0.1/'],
    ['line break', () => 'http://api.example.com/\r\nHost: x'],
    ['leading space', () => ' http://api.example.com/'],
    ['zero width space', () => 'http://api.example\u200b.com/'],
    ['mail port', () => 'http://api.example.com:25/'],
    ['redis port', () => 'http://api.example.com:6379/'],
    ['port zero', () => 'http://api.example.com:0/'],
    ['too long', () => `http://api.example.com/${'a'.repeat(20_000)}`],
    ['empty', () => ''],
  ])('a URL with %s', async (_class, make) => {
    const error = await errorOf(egress.request(requestTo(make(target.host))));
    expect(error.code).toBe('EGRESS_REFUSED');
    expect(error.message).not.toContain('secret');
  });
});

describe('the allow-list', () => {
  let target: Listener;
  beforeAll(async () => {
    target = await listen();
  });
  afterAll(() => target.close());

  test('admits exactly its host and port', async () => {
    const egress = egressWith({ allow: [target.host] });
    const answer = await egress.request(requestTo(`${target.url}/pets?limit=1`));
    expect(answer.status).toBe(200);
    expect(target.arrivals.map((arrival) => arrival.path)).toEqual(['/pets?limit=1']);
    await egress.close();
  });

  test('admits neither another spelling, nor another name, nor another port', async () => {
    const egress = egressWith({ allow: [target.host], names: { localhost: ['127.0.0.1'] } });
    const before = target.connections();
    const port = Number(target.host.split(':')[1]);
    for (const host of [
      `2130706433:${port}`,
      `0x7f.1:${port}`,
      `127.1:${port}`,
      `localhost:${port}`,
      `127.0.0.1:${port + 1}`,
      `[::ffff:127.0.0.1]:${port}`,
      `127.0.0.1.:${port}`,
    ]) {
      expect((await errorOf(egress.request(requestTo(`http://${host}/`)))).code).toBe('EGRESS_REFUSED');
    }
    expect(target.connections()).toBe(before);
    await egress.close();
  });

  test('reads the default port as such', () => {
    expect(assertPublicUrl({ url: 'http://127.0.0.1/x', allow: ['127.0.0.1:80'] }).pathname).toBe('/x');
    expect(assertPublicUrl({ url: 'https://LocalHost/', allow: ['localhost:443'] }).hostname).toBe(
      'localhost',
    );
    expect(() => assertPublicUrl({ url: 'https://127.0.0.1/', allow: ['127.0.0.1:80'] })).toThrow(
      /IP addresses/,
    );
  });

  test.each([
    '127.0.0.1',
    '*:80',
    '127.0.0.1:99999',
    '127.1:80',
    'http://localhost:80',
    'a b:80',
    ':80',
    'localhost:0',
  ])('refuses the entry "%s"', (entry) => expect(() => egressWith({ allow: [entry] })).toThrow(/HOST:PORT/));
});

test('addresses on the public internet are public', () => {
  for (const address of ['93.184.216.34', '8.8.8.8', '2606:4700::1111', '2a00:1450:4001:81b::200e']) {
    expect(isPublicAddress(address)).toBe(true);
  }
});
