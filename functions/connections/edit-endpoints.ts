import type { EndpointInput } from '../../shared/api/endpoint-inputs.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { Ids, Ingester } from '../../shared/ports.ts';
import { documentOfEndpoints } from './document-of-endpoints.ts';

/**
 * A connection that has other hand-entered endpoints to read: QUEUED, and those that it has stay live until then. What
 * performs it compares the two, writes what changed into the history and marks the workflows that no longer fit, as a
 * refresh does. VALIDATION_ERROR where the API has a document.
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
}): Promise<{ readonly connection: Connection; readonly isSmall: boolean }> {
  const { tenantId, name, baseUrl, auth, documentationUrl } = connection;
  if (documentationUrl !== undefined || baseUrl === '') {
    const message = 'This API is described by its document: take its documentationUrl away first.';
    throw new AppError('VALIDATION_ERROR', message, { details: [{ path: 'body.endpoints', message }] });
  }
  const content = documentOfEndpoints({ title: name, baseUrl, auth, endpoints });
  const kept = await ingester.keep({ tenantId, content });
  if (!kept.ok) throw new AppError(kept.code, kept.message);
  const { source, isSmall } = kept;
  const ingestion = {
    id: ids.next('ingestion'),
    kind: 'create' as const,
    source,
    open: [],
    requestedAt: now,
  };
  return { connection: { ...connection, ingestionStatus: 'QUEUED', ingestion }, isSmall };
}
