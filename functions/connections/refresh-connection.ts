import type { connectionRoutes } from '../../shared/api/connections.ts';
import type { RouteOutput } from '../../shared/api/route.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { DocumentChange } from '../../shared/domain/document-change.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { isBeingRead, refreshIngestion } from '../../shared/domain/refresh-ingestion.ts';
import type {
  ChangeHistory,
  Clock,
  ConnectionStore,
  Ids,
  Ingester,
  IngestionStore,
} from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { changeView } from './change-view.ts';
import { findConnection } from './find-connection.ts';
import { performIngestion } from './perform-ingestion.ts';

/**
 * Reads a connection's document again. The request is written first, with the event that calls a worker for it, and then
 * performed at once where that does not take long: whatever crashes, the document is read, and the old catalogue is live
 * until the new one is swapped in. A document that cannot be read is an answer, not an error: it says why, and what was
 * known of the API stays.
 */
export function refreshConnection({
  connections,
  ingestions,
  ingester,
  changes,
  clock,
  ids,
}: {
  connections: ConnectionStore;
  ingestions: IngestionStore;
  ingester: Ingester;
  changes: ChangeHistory;
  clock: Clock;
  ids: Ids;
}): Handler<typeof connectionRoutes.refreshConnection> {
  return async ({ params: { id: connectionId }, caller: { tenantId }, request, change, unchanged }) => {
    const startedAt = clock.now();
    const answer = (connection: Connection, found: DocumentChange | undefined) =>
      refreshView({ connection, change: found, responseTime: clock.now() - startedAt });
    const connection = await findConnection({ connections, tenantId, id: connectionId });
    if (isBeingRead(connection)) {
      unchanged();
      return answer(connection, undefined);
    }
    const url = addressOf(connection);
    const id = ids.next('ingestion');
    const ingestion = refreshIngestion({ id, url, previous: connection.ingestion, at: request.now });
    const message = { tenantId, connectionId, ingestionId: id, kind: ingestion.kind };
    const note = {
      details: { connectionId, ingestionId: id },
      events: [{ type: 'connection.ingestion_queued' as const, data: message }],
    };
    await ingestions.request({ tenantId, connectionId, ingestion }, change(note));
    await performIngestion({ ingester, message });
    const after = await findConnection({ connections, tenantId, id: connectionId });
    return answer(after, await changes.get(tenantId, connectionId, id));
  };
}

function addressOf({ documentationUrl: url }: Connection): string {
  if (url !== undefined) return url;
  const message =
    'The document of this connection has no address to read it from: give its documentationUrl.';
  throw new AppError('VALIDATION_ERROR', message, { details: [{ path: 'documentationUrl', message }] });
}

function refreshView({
  connection,
  change,
  responseTime,
}: {
  connection: Connection;
  change: DocumentChange | undefined;
  responseTime: number;
}): RouteOutput<typeof connectionRoutes.refreshConnection> {
  const { ingestionStatus, ingestion } = connection;
  const view = change && changeView(change);
  return {
    ingestionStatus,
    ingestionId: ingestion?.id ?? '',
    endpointsUpdated: change?.counts.changed ?? 0,
    newEndpoints: change?.counts.added ?? 0,
    removedEndpoints: change?.counts.removed ?? 0,
    specChanged: change !== undefined,
    responseTime,
    message: messageOf(connection, change),
    changes: view ?? null,
    brokenWorkflows: view?.brokenWorkflows ?? [],
  };
}

function messageOf(
  { ingestionStatus, ingestion, specHash }: Connection,
  change: DocumentChange | undefined,
): string {
  if (ingestionStatus === 'FAILED') {
    const kept = specHash === undefined ? '' : ' The endpoints that were known stay as they are.';
    return `The document could not be read: ${ingestion?.message ?? 'try again.'}${kept}`;
  }
  if (ingestionStatus !== 'SUCCEEDED')
    return 'The document is being read; read the connection to see how far it is.';
  if (change === undefined) return 'The document has not changed.';
  const broken = change.workflowCount === 0 ? '' : ` Workflows that no longer fit: ${change.workflowCount}.`;
  return `API specification refreshed successfully - endpoints updated.${broken}`;
}
