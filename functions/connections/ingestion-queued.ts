import type { Connection } from '../../shared/domain/connection.ts';

/** The event that calls the worker to a document that is to be read; its data is the message of the queue. */
export function ingestionQueued({ id: connectionId, tenantId, ingestionStatus, ingestion }: Connection) {
  if (ingestionStatus !== 'QUEUED' || ingestion === undefined) return [];
  const { id: ingestionId, kind } = ingestion;
  const data = { tenantId, connectionId, ingestionId, kind };
  return [{ type: 'connection.ingestion_queued' as const, data }];
}
