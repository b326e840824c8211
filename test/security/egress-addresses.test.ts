import { assertPublicUrl } from '../../shared/egress/assert-public-url.ts';
import type { OpenEgress } from '../../shared/egress/create-egress.ts';
import { isPublicAddress } from '../../shared/egress/vet-addresses.ts';
import { egressWith, errorOf, requestTo } from '../support/egress-under-test.ts';
import { listen, type Listener } from '../support/listener.ts';

/** Spellings of this machine and of private places as the host of a URL. */
const HOSTS = [
  ['dotted', '127.0.0.1'],
  ['another loopback', '127.8.9.10'],
  ['short form', '127.1'],
  ['three parts', '127.0.1'],
  ['decimal', '2130706433'],
  ['octal', '0177.0.0.1'],
  ['long octal', '00000177.0.0.01'],
  ['one octal number', '017700000001'],
  ['hex', '0x7f000001'],
  ['hex parts', '0x7f.0x0.0x0.0x1'],
  ['mixed bases', '0x7f.0.0.01'],
  ['full-width digits', '１２７.０.０.１'],
  ['circled digits', '①②⑦.⓪.⓪.①'],
  ['ideographic dots', '127。0。0。1'],
  ['percent-encoded', '%31%32%37.0.0.1'],
  ['trailing dot', '127.0.0.1.'],
  ['zero', '0.0.0.0'],
  ['zero in short', '0'],
  ['private 10', '10.0.0.1'],
  ['private 172', '172.16.5.4'],
  ['private 192', '192.168.1.1'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['metadata of AWS', '169.254.169.254'],
  ['metadata in decimal', '2852039166'],
  ['metadata in hex', '0xa9fea9fe'],
  ['container credentials', '169.254.170.2'],
  ['metadata of Alibaba', '100.100.100.200'],
  ['metadata of Azure', '168.63.129.16'],
  ['metadata of Oracle', '192.0.0.192'],
  ['broadcast', '255.255.255.255'],
  ['multicast', '224.0.0.1'],
  ['documentation', '192.0.2.1'],
  ['benchmarking', '198.18.0.1'],
  ['reserved', '240.0.0.1'],
  ['a public literal', '93.184.216.34'],
  ['v6 loopback', '[::1]'],
  ['v6 loopback in full', '[0:0:0:0:0:0:0:1]'],
  ['v6 unspecified', '[::]'],
  ['v4-mapped', '[::ffff:127.0.0.1]'],
  ['v4-mapped in hex', '[::ffff:7f00:1]'],
  ['v4-compatible', '[::127.0.0.1]'],
  ['v4-translated', '[::ffff:0:127.0.0.1]'],
  ['NAT64', '[64:ff9b::127.0.0.1]'],
  ['local NAT64', '[64:ff9b:1::7f00:1]'],
  ['6to4', '[2002:7f00:1::]'],
  ['Teredo', '[2001:0:7f00:1::]'],
  ['unique local', '[fd00::1]'],
  ['metadata of AWS, v6', '[fd00:ec2::254]'],
  ['link local', '[fe80::1]'],
  ['zone id', '[fe80::1%25lo]'],
  ['site local', '[fec0::1]'],
  ['v6 multicast', '[ff02::1]'],
  ['v6 documentation', '[2001:db8::1]'],
  ['localhost', 'localhost'],
  ['upper case', 'LOCALHOST'],
  ['full-width', 'ｌｏｃａｌｈｏｓｔ'],
  ['trailing dot of a name', 'localhost.'],
  ['below localhost', 'api.localhost'],
  ['localdomain', 'localhost.localdomain'],
  ['mDNS', 'printer.local'],
  ['metadata name', 'metadata'],
  ['metadata of Google', 'metadata.google.internal'],
  ['instance name', 'ip-10-0-0-1.ec2.internal'],
  ['home network', 'router.home.arpa'],
  ['one label', 'intranet'],
  ['reverse zone', '1.0.0.127.in-addr.arpa'],
] as const;

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
      names: Object.fromEntries(HOSTS.map(([, host]) => [host.toLowerCase(), ['127.0.0.1']])),
    });
  });
  afterEach(() => expect(target.connections()).toBe(0));
  afterAll(async () => {
    await egress.close();
    await target.close();
  });

  test.each(HOSTS)('%s: %s', async (_class, host) => {
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
