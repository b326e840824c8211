import { chooseSmokeOperation } from '../../shared/calls/choose-smoke-operation.ts';
import { makeSmokeCall } from '../../shared/calls/make-smoke-call.ts';
import { connectionOpener, type OpenerPorts } from '../../shared/calls/open-connection.ts';
import { redactorOf } from '../../shared/calls/sign-call.ts';
import type { Operation } from '../../shared/domain/catalogue.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import type { SmokeCheck } from '../../shared/domain/smoke-check.ts';
import { effectOf } from '../../shared/planner/effect.ts';
import type {
  AccountStore,
  CatalogueStore,
  Change,
  ConnectionRef,
  ConnectionStore,
  Egress,
  Ids,
  Log,
} from '../../shared/ports.ts';
import type { UpstreamGate } from '../../shared/upstream/upstream-gate.ts';
import { failed, skipped, verdictOf, type Verdict } from './verdict-of.ts';

export interface CheckPorts extends OpenerPorts {
  readonly connections: Pick<ConnectionStore, 'get' | 'noteCheck'>;
  readonly catalogues: Pick<CatalogueStore, 'getIndex' | 'getOperations'>;
  readonly accounts: Pick<AccountStore, 'record'>;
  readonly egress: Egress;
  readonly openGate: (tenantId: string) => UpstreamGate;
  readonly ids: Ids;
  readonly log: Log;
}

const TIMEOUT_MS = 20_000;
/** Who acts where nobody does. */
const NOBODY = 'system';

/**
 * Calls one operation of a connection that reads and needs no input, and notes what came of it. The use of the credential
 * is audited before the call, as every other is; the first failure after a success is an event.
 */
export async function checkConnection({
  ref: { tenantId, connectionId },
  ports,
}: {
  ref: ConnectionRef;
  ports: CheckPorts;
}): Promise<void> {
  const connection = await ports.connections.get(tenantId, connectionId);
  if (connection === undefined || connection.status === 'INACTIVE' || connection.specHash === undefined)
    return;
  const { catalogues, ids, clock, log } = ports;
  const operation = await chooseSmokeOperation({ connection, catalogues, reads, secured: false });
  const name = operation && `${operation.method} ${operation.path}`;
  const verdict =
    operation === undefined
      ? skipped('no operation is known that reads and takes no input.')
      : await tryCall({ connection, operation, ports });
  const at = new Date(clock.now()).toISOString();
  const check: SmokeCheck = { at, ...verdict, ...(name === undefined ? {} : { operation: name }) };
  const isNews = check.status === 'failed' && connection.lastCheck?.status !== 'failed';
  const event: DomainEvent = {
    id: ids.next('event'),
    type: 'connection.check_failed',
    tenantId,
    time: at,
    data: { connectionId, operation: name ?? '', message: check.message },
  };
  await ports.connections.noteCheck({ tenantId, id: connectionId, check, events: isNews ? [event] : [] });
  log.info('connection checked', { connectionId, status: check.status });
}

function reads(operation: Operation): boolean {
  const { method, path } = operation;
  return effectOf({ method, path, operation }) === 'read';
}

async function tryCall({
  connection,
  operation,
  ports,
}: {
  connection: Connection;
  operation: Operation;
  ports: CheckPorts;
}): Promise<Verdict> {
  const { tenantId } = connection;
  const name = `${operation.method} ${operation.path}`;
  try {
    const opened = await connectionOpener({ ...ports, tenantId })(connection.id);
    await ports.accounts.record(useOf(connection, name, ports));
    const { response, error } = await makeSmokeCall({
      opened,
      operation,
      userId: NOBODY,
      timeoutMs: TIMEOUT_MS,
      ports: { gate: ports.openGate(tenantId), egress: ports.egress, clock: ports.clock },
    });
    if (response !== undefined) return verdictOf(name, response.status);
    return failed(`${name}: ${redactorOf(opened)(error?.message ?? 'no answer came.')}`);
  } catch (error) {
    // What the API or the connection is to blame for; a fault of ours is tried again with the message.
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'CREDENTIAL_MISSING' || error.code === 'EGRESS_REFUSED') return failed(error.message);
    if (error.code === 'SERVICE_UNAVAILABLE' || error.code === 'INTERNAL_ERROR') throw error;
    return skipped(error.message);
  }
}

function useOf(
  { id: connectionId, tenantId }: Connection,
  operation: string,
  { ids, clock }: CheckPorts,
): Change {
  return {
    audit: {
      id: ids.next('audit'),
      tenantId,
      userId: NOBODY,
      action: 'connection.checked',
      details: { connectionId, operation },
      timestamp: new Date(clock.now()).toISOString(),
      ipAddress: '',
      userAgent: '',
      requestId: ids.next('request'),
    },
    events: [],
  };
}
