import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { fetchJwks } from '../../../shared/aws/jwks.ts';

const KEY = { kty: 'RSA', use: 'sig', alg: 'RS256', kid: 'k1', n: 'AQAB', e: 'AQAB' };

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}/jwks.json`;
}

const answering = (body: unknown, status = 200) =>
  served((_, response) =>
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body)),
  );

describe('fetching the issuer’s keys', () => {
  it('gives the RSA signature keys and no others', async () => {
    const uri = await answering({
      keys: [
        KEY,
        { ...KEY, kty: 'EC' },
        { ...KEY, use: 'enc' },
        { ...KEY, alg: 'HS256' },
        { kty: 'oct', k: 'x' },
        5,
      ],
    });
    expect(await fetchJwks(uri)).toEqual({ keys: [KEY] });
  });

  it.each([
    ['not JSON', 'no keys here', 200],
    ['JSON of another shape', { key: KEY }, 200],
    ['a redirect', '', 302],
    ['an error', { keys: [KEY] }, 500],
    ['more than 64 KB', { keys: [KEY], more: 'x'.repeat(70_000) }, 200],
  ])('refuses %s', async (_, body, status) => {
    await expect(fetchJwks(await answering(body, status))).rejects.toThrow();
  });

  it('ends when the answer does', async () => {
    const uri = await served((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"keys"');
      response.destroy();
    });
    await expect(fetchJwks(uri)).rejects.toThrow();
  });
});
