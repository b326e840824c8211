import type { EndpointInput } from '../../shared/api/endpoint-inputs.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { Ingestion } from '../../shared/domain/ingestion.ts';
import { settleIngestion } from '../../shared/domain/settle-ingestion.ts';
import type { Ids, Ingester } from '../../shared/ports.ts';
import { documentOfEndpoints } from './document-of-endpoints.ts';

/**
 * A connection with other hand-entered endpoints in place of those that it has: read at once, or QUEUED where they are
 * too many for that; the old ones stay live until then. VALIDATION_ERROR where the API has a document.
 */
export async function editEndpoints({
  connection,
  endpoints,
  ingester,
  ids,
  now,
}: {
  connection: Connection;
  endpoints: readonly EndpointInput[];
  ingester: Ingester;
  ids: Pick<Ids, 'next'>;
  now: string;
}): Promise<Connection> {
  const { tenantId, name, baseUrl, auth, documentationUrl } = connection;
  if (documentationUrl !== undefined || baseUrl === '') {
    const message = 'This API is described by its document: take its documentationUrl away first.';
    throw new AppError('VALIDATION_ERROR', message, { details: [{ path: 'body.endpoints', message }] });
  }
  const content = documentOfEndpoints({ title: name, baseUrl, auth, endpoints });
  const outcome = await ingester.ingest({ tenantId, source: { content } });
  if (outcome.ok === false) throw new AppError(outcome.code, outcome.message);
  const ingestion: Ingestion = {
    id: ids.next('ingestion'),
    kind: 'create',
    ...(outcome.ok === 'later' ? { source: outcome.source } : {}),
    open: [],
    requestedAt: now,
  };
  const begun: Connection = { ...connection, ingestionStatus: 'QUEUED', ingestion };
  return outcome.ok === 'later'
    ? begun
    : { ...begun, ...settleIngestion({ connection: begun, outcome, at: now }) };
}
