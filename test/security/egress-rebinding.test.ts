import { Socket, type AddressInfo, type LookupFunction } from 'node:net';
import { createServer } from 'node:tls';
import { createEgress } from '../../shared/egress/create-egress.ts';
import { errorOf, requestTo } from '../support/egress-under-test.ts';
import { listen } from '../support/listener.ts';

const PUBLIC = '93.184.216.34';

/** Sockets that never leave this machine: each remembers what it was told to dial, and fails. */
function catchDials() {
  const dialled: string[] = [];
  const real = Object.getOwnPropertyDescriptor(Socket.prototype, 'connect') ?? {};
  Socket.prototype.connect = function dial(this: Socket, ...args: unknown[]) {
    const [options] = args.flat();
    const { host, lookup } = options as { host: string; lookup: LookupFunction }; // what undici hands to net.connect
    lookup(host, { all: true }, (_error, answers) => {
      if (Array.isArray(answers)) dialled.push(...answers.map(({ address }) => address));
      setImmediate(() => this.destroy(new Error('The network is closed.')));
    });
    return this;
  };
  return { dialled, restore: () => Object.defineProperty(Socket.prototype, 'connect', real) };
}

test('a name is resolved once a request, and that answer is dialled', async () => {
  const dials = catchDials();
  let lookups = 0;
  // Every second answer is inside: a guard that looked up again to dial would reach it.
  const resolve = async () => [lookups++ % 2 === 0 ? PUBLIC : '127.0.0.1'];
  const egress = createEgress({ allow: [], resolve });
  for (let round = 0; round < 100; round += 1) {
    const error = await errorOf(egress.request(requestTo('http://api.example.com/')));
    expect(error).toMatchObject({
      code: round % 2 === 0 ? 'API_CONNECTION_FAILED' : 'EGRESS_REFUSED',
      sent: false,
    });
    expect(lookups).toBe(round + 1);
  }
  dials.restore();
  expect(new Set(dials.dialled)).toEqual(new Set([PUBLIC]));
  await egress.close();
});

test('the vetted address is dialled under the name that was asked for, over one connection', async () => {
  const target = await listen();
  const [, port = ''] = target.host.split(':');
  const egress = createEgress({ allow: [`peer.example.com:${port}`], resolve: async () => ['127.0.0.1'] });
  for (let round = 0; round < 3; round += 1) {
    expect((await egress.request(requestTo(`http://peer.example.com:${port}/`))).status).toBe(200);
  }
  expect(target.connections()).toBe(1);
  expect(target.arrivals.map((arrival) => arrival.headers['host'])).toEqual(
    Array(3).fill(`peer.example.com:${port}`),
  );
  await egress.close();
  await target.close();
});

test('the vetted address is asked for the certificate of the original name', async () => {
  const names: string[] = [];
  const server = createServer({
    SNICallback(name, done) {
      names.push(name);
      done(new Error('There is no certificate here.'));
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const egress = createEgress({ allow: [`peer.example.com:${port}`], resolve: async () => ['127.0.0.1'] });
  const error = await errorOf(egress.request(requestTo(`https://peer.example.com:${port}/`)));
  expect(error).toMatchObject({ code: 'API_CONNECTION_FAILED', sent: false });
  expect(names).toEqual(['peer.example.com']);
  await egress.close();
  await new Promise((resolve) => server.close(resolve));
});

test('a resolver that never answers ends with the time of the request', async () => {
  const egress = createEgress({ allow: [], resolve: () => new Promise(() => {}) });
  const error = await errorOf(egress.request(requestTo('https://api.example.com/', { timeoutMs: 50 })));
  expect(error).toMatchObject({ code: 'UPSTREAM_TIMEOUT', sent: false });
});

test('a name without addresses, or whose look-up fails, is a failed connection', async () => {
  const empty = createEgress({ allow: [], resolve: async () => [] });
  const failing = createEgress({ allow: [], resolve: () => Promise.reject(new Error('SERVFAIL')) });
  for (const egress of [empty, failing]) {
    const error = await errorOf(egress.request(requestTo('https://api.example.com/?key=abc')));
    expect(error).toMatchObject({ code: 'API_CONNECTION_FAILED', sent: false });
    expect(error.message).not.toContain('abc');
  }
});

test('the pool of an origin that was idle for long is not used again', async () => {
  const target = await listen();
  let now = 0;
  const egress = createEgress({ allow: [target.host], now: () => now });
  await egress.request(requestTo(target.url));
  await egress.request(requestTo(target.url));
  expect(target.connections()).toBe(1);
  now += 60_000;
  await egress.request(requestTo(target.url));
  expect(target.connections()).toBe(2);
  await egress.close();
  await target.close();
});
