import type { ConnectionCheck } from '../domain/connection-check.ts';
import type { Connection } from '../domain/connection.ts';
import { EgressError } from '../domain/egress-error.ts';
import type { Clock, Egress } from '../ports.ts';

/** Answers of a proxy that did not reach what is behind it (RFC 9110, 15.6). */
const BEHIND = new Set([502, 503, 504]);

/**
 * Whether a server answers at the address of a connection: name, connection, certificate and HTTP. Any answer will do,
 * since most APIs have nothing at their base. It is no call of the API: it carries no credential and passes no gate.
 */
export async function checkReachability({
  connection: { baseUrl },
  egress,
  clock,
  timeoutMs,
}: {
  readonly connection: Pick<Connection, 'baseUrl'>;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly timeoutMs: number;
}): Promise<ConnectionCheck> {
  const from = clock.now();
  const check = (status: ConnectionCheck['status'], message: string): ConnectionCheck => ({
    name: 'reachability',
    status,
    message,
    ms: Math.max(0, clock.now() - from),
  });
  if (baseUrl === '')
    return check('skipped', 'The document that is to name the address has not been read yet.');
  const { host } = new URL(baseUrl);
  try {
    const { status } = await egress.request({
      url: baseUrl,
      method: 'HEAD',
      timeoutMs,
      maxBytes: 0,
      maxRedirects: 0,
    });
    return BEHIND.has(status)
      ? check('failed', `${host} answers ${status}: what is behind it is down.`)
      : check('passed', `${host} answers.`);
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    return error.answered ? check('passed', `${host} answers.`) : check('failed', error.message);
  }
}
