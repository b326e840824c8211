import type { Operation } from '../domain/catalogue.ts';
import type { ConnectionCheck } from '../domain/connection-check.ts';
import type { Connection } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import type { CatalogueStore } from '../ports.ts';
import { chooseSmokeOperation } from './choose-smoke-operation.ts';
import type { CallerPorts } from './make-call.ts';
import { makeSmokeCall } from './make-smoke-call.ts';
import { redactorOf } from './sign-call.ts';
import type { OpenConnection } from './open-connection.ts';

/**
 * Whether an API accepts the stored credential: by one call that reads, needs no input and cannot be made without one.
 * Only a success and a 401 or 403 say something; whatever else happens, the check is skipped and says so.
 */
export async function checkAuthentication({
  connection,
  open,
  catalogues,
  reads,
  userId,
  timeoutMs,
  ports,
}: {
  readonly connection: Connection;
  readonly open: (connectionId: string) => Promise<OpenConnection>;
  readonly catalogues: Pick<CatalogueStore, 'getIndex' | 'getOperations'>;
  readonly reads: (operation: Operation) => boolean;
  readonly userId: string;
  readonly timeoutMs: number;
  readonly ports: CallerPorts;
}): Promise<ConnectionCheck> {
  const from = ports.clock.now();
  const verdict = await judge().catch((error: unknown): Verdict => {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'CREDENTIAL_MISSING') return { status: 'failed', message: error.message };
    return notChecked(error.message);
  });
  return { name: 'authentication', ...verdict, ms: Math.max(0, ports.clock.now() - from) };

  async function judge(): Promise<Verdict> {
    if (connection.auth.type === 'none') return notChecked('this connection sends no credentials.');
    const opened = await open(connection.id);
    const operation = await chooseSmokeOperation({ connection, catalogues, reads, secured: true });
    if (operation === undefined) {
      return notChecked('no operation is known that reads, needs the credentials and takes no input.');
    }
    const name = `${operation.method} ${operation.path}`;
    const { response, error } = await makeSmokeCall({ opened, operation, userId, timeoutMs, ports });
    if (response === undefined) {
      return notChecked(`${name}: ${redactorOf(opened)(error?.message ?? 'no answer came.')}`);
    }
    return verdictOf(name, response.status);
  }
}

type Verdict = Pick<ConnectionCheck, 'status' | 'message'>;

function verdictOf(name: string, status: number): Verdict {
  if (status >= 200 && status < 300) {
    return { status: 'passed', message: `${name} answered ${status} to the stored credentials.` };
  }
  if (status === 401) {
    return {
      status: 'failed',
      message: `${name} answered 401: the API does not accept the stored credentials.`,
    };
  }
  if (status === 403) {
    const message = `${name} answered 403: the credentials are not accepted, or may not do even this.`;
    return { status: 'failed', message };
  }
  return notChecked(`${name} answered ${status}, which says nothing of the credentials.`);
}

function notChecked(why: string): Verdict {
  return { status: 'skipped', message: `Not checked: ${why}` };
}
