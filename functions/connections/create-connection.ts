import type { connectionRoutes } from '../../shared/api/connections.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { IngestionRefusal, KeptSource } from '../../shared/domain/ingestion.ts';
import { settleIngestion } from '../../shared/domain/settle-ingestion.ts';
import type {
  ConnectionStore,
  DocumentSource,
  Ids,
  Ingester,
  SealedCredential,
  Vault,
} from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { assertConsistent } from './assert-consistent.ts';
import { connectionView } from './connection-view.ts';
import { ingestionQueued } from './ingestion-queued.ts';
import { newConnection, sourceOf } from './new-connection.ts';
import { resolvePreset } from './resolve-preset.ts';
import { sealCredential } from './seal-credential.ts';

/**
 * Connects an API. A small document that comes soon is read at once; any other is left to a worker, and the connection is
 * QUEUED with the event that calls for it in the same transaction. A document that cannot be fetched or read leaves a
 * connection with `ingestionStatus` FAILED and its problems; one that was sent along and is no OpenAPI document is
 * refused, and nothing is written.
 */
export function createConnection({
  connections,
  ingester,
  vault,
  ids,
  assertPublicUrl,
}: {
  connections: ConnectionStore;
  ingester: Ingester;
  vault: Vault;
  ids: Ids;
  /** Rejects with EGRESS_REFUSED for an address that may never be called. */
  assertPublicUrl: (url: string) => Promise<void>;
}): Handler<typeof connectionRoutes.createConnection> {
  return async ({ body: given, caller, request, change }) => {
    const { tenantId } = caller;
    assertConsistent(given);
    const body = await resolvePreset(given);
    if (body.baseUrl !== undefined) await assertPublicUrl(body.baseUrl);
    const source = sourceOf(body);
    const result = source === undefined ? undefined : await ingester.ingest({ tenantId, source });
    if (result?.ok === false) refuseWhereOwed(result, source);

    const kept = result?.ok === 'later' ? result.source : keptOf(source);
    const begun = newConnection({
      id: ids.next('connection'),
      tenantId,
      body,
      now: request.now,
      document: result === undefined ? undefined : { ingestionId: ids.next('ingestion'), kept },
    });
    const isRead = result !== undefined && result.ok !== 'later';
    const connection = isRead
      ? { ...begun, ...settleIngestion({ connection: begun, outcome: result, at: request.now }) }
      : begun;
    if (connection.baseUrl !== '') await assertPublicUrl(connection.baseUrl);
    else if (result?.ok === true) throw noServer();

    const { authConfig } = body;
    const credential =
      authConfig === undefined
        ? undefined
        : await sealCredential({
            vault,
            ids,
            tenantId,
            connectionId: connection.id,
            secret: authConfig,
            previous: undefined,
            expiresAt: undefined,
            now: request.now,
          });
    const stored =
      credential === undefined ? connection : { ...connection, credentialId: credential.metadata.id };
    const { id, name, baseUrl } = stored;
    const note = {
      details: { connectionId: id, name, baseUrl, credentials: credential !== undefined },
      events: [created(stored), ...ingestionQueued(stored), ...credentialStored(credential)],
    };
    await connections.create(stored, change(note), credential);
    return connectionView(stored);
  };
}

function created({ id: connectionId, ingestionStatus, endpointCount }: Connection) {
  return { type: 'connection.created' as const, data: { connectionId, ingestionStatus, endpointCount } };
}

/** The event of a credential that came along with its connection. */
function credentialStored(credential: SealedCredential | undefined) {
  if (credential === undefined) return [];
  const { id, apiConnectionId, version } = credential.metadata;
  return [
    {
      type: 'credential.stored' as const,
      data: { connectionId: apiConnectionId, credentialId: id, version },
    },
  ];
}

function keptOf(source: DocumentSource | undefined): KeptSource | undefined {
  return source === undefined || 'content' in source ? undefined : source;
}

function refuseWhereOwed(result: IngestionRefusal, source: DocumentSource | undefined): void {
  const { code, message, problems } = result;
  if (code === 'RESOURCE_NOT_FOUND') throw new AppError(code, message);
  const sentAlong = source !== undefined && !('url' in source);
  if (sentAlong || code === 'EGRESS_REFUSED') {
    const details = problems.map((problem) => ({
      path: `document${problem.pointer}`,
      message: problem.message,
    }));
    throw new AppError(code, message, details.length === 0 ? {} : { details });
  }
}

function noServer(): AppError {
  return new AppError('VALIDATION_ERROR', 'The document names no server: give a baseUrl.', {
    details: [{ path: 'body.baseUrl', message: 'Required, since the document names no server.' }],
  });
}
