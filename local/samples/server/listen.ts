import { once } from 'node:events';
import type { Server } from 'node:http';

const ATTEMPTS = 200;
const LAST_PORT = 65_535;

/** Listens on the loopback address at the port, or at the next free one; 0 takes any. Returns the port. */
export async function listenFrom(server: Server, port: number): Promise<number> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      server.listen(port === 0 ? 0 : port + attempt, '127.0.0.1');
      await once(server, 'listening');
      break;
    } catch (error) {
      const taken =
        typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || attempt === ATTEMPTS || port + attempt >= LAST_PORT) throw error;
    }
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
