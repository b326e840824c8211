import type { callRoutes } from '../../shared/api/calls.ts';
import { makeCall } from '../../shared/calls/make-call.ts';
import { connectionOpener, type OpenerPorts } from '../../shared/calls/open-connection.ts';
import { showRequest } from '../../shared/calls/show-request.ts';
import { showResponse } from '../../shared/calls/show-response.ts';
import { redactorOf, signCall } from '../../shared/calls/sign-call.ts';
import type { Operation } from '../../shared/domain/catalogue.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { Effect } from '../../shared/domain/workflow.ts';
import type { AccountStore, CatalogueStore, ConnectionStore, Egress } from '../../shared/ports.ts';
import type { UpstreamGate } from '../../shared/upstream/upstream-gate.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { checkTry } from './check-try.ts';

export interface TryPorts extends OpenerPorts {
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly catalogues: Pick<CatalogueStore, 'getIndex' | 'getOperations'>;
  readonly accounts: Pick<AccountStore, 'record'>;
  readonly egress: Egress;
  /** The gate of one request. */
  readonly openGate: (tenantId: string) => Promise<UpstreamGate>;
}

/** An answer of ours has 30 s; what is left is for reading and writing around the call. */
const TIMEOUT_MS = 20_000;

/**
 * Makes one call of an operation. Refused in this order, and nothing is sent: an endpoint that is not there, inputs that
 * do not fit, a write that was not confirmed, a connection that cannot be opened, an API that is to be left alone at
 * present. The audit record is written right before the call, so that there is none without. An upstream that fails, or
 * gives no answer, is what the person wanted to see.
 */
export function tryEndpoint(ports: TryPorts): Handler<typeof callRoutes.tryEndpoint> {
  const { connections, catalogues, accounts } = ports;
  return async ({ params: { id, endpointId }, body, caller, request, change }) => {
    const { tenantId, userId } = caller;
    const connection = await connections.get(tenantId, id);
    const { specHash } = connection ?? {};
    const [operation] =
      specHash === undefined ? [] : await catalogues.getOperations(tenantId, specHash, [endpointId]);
    if (connection === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'API connection not found.');
    if (operation === undefined || specHash === undefined)
      throw new AppError('RESOURCE_NOT_FOUND', 'This API has no such endpoint.');

    const { parameters } = body;
    const index = await catalogues.getIndex(tenantId, specHash);
    const { binding, effect } = await checkTry({ connection, index, operation, parameters });
    if (!body.confirm) assertReads(operation, effect);

    const gate = await ports.openGate(tenantId);
    gate.prepare(id);
    const opened = await connectionOpener({ ...ports, tenantId })(id);
    const { method, path } = operation;
    const headers = { 'idempotency-key': request.idempotencyKey ?? request.requestId };
    const call = signCall({ opened, call: { method, path, binding, values: parameters, headers } });

    const details = { connectionId: id, endpointId, method, path, effect };
    const { response, error, ms } = await makeCall({
      call,
      connection: opened.connection,
      operation: `${method} ${path}`,
      userId,
      timeoutMs: TIMEOUT_MS,
      beforeSend: () => accounts.record(change({ details })),
      ports: { ...ports, gate },
    });
    return {
      request: { ...showRequest({ bare: call.bare, opened }), method },
      response: response === undefined ? null : showResponse({ response, opened }),
      ...(error === undefined
        ? {}
        : { error: { code: error.code, message: redactorOf(opened)(error.message) } }),
      latency: ms,
    };
  };
}

/** Methods that change nothing (RFC 9110, 9.2.1); TRACE is never sent. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY']);

function assertReads({ method, path }: Operation, effect: Effect): void {
  if (SAFE.has(method) && effect === 'read') return;
  const message = `${method} ${path} may change something: send confirm: true to really call it.`;
  throw new AppError('CONFIRMATION_REQUIRED', message, { details: [{ path: 'body.confirm', message }] });
}
