import type { Connection } from './connection.ts';
import type { Ingestion } from './ingestion.ts';

/** Whether a document is being read, or is about to be. */
export function isBeingRead({ ingestionStatus, ingestion }: Connection): boolean {
  return ingestion !== undefined && (ingestionStatus === 'QUEUED' || ingestionStatus === 'RUNNING');
}

/** An ingestion that reads a document again. */
export function refreshIngestion({
  id,
  url,
  previous,
  at,
  startedAt,
}: {
  id: string;
  url: string;
  previous: Ingestion | undefined;
  /** ISO 8601. */
  at: string;
  startedAt?: string;
}): Ingestion {
  return {
    id,
    kind: 'refresh',
    source: { url },
    // What was left to a document that could not be read is still left to it.
    open: previous?.open ?? [],
    requestedAt: at,
    ...(startedAt === undefined ? {} : { startedAt }),
  };
}
