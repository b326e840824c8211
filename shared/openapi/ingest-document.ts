import { AppError } from '../domain/errors.ts';
import type { DocumentSource, Egress, IngestionResult } from '../ports.ts';
import { fetchDocument } from './fetch-document.ts';
import { DEFAULT_LIMITS, type DocumentLimits } from './limits.ts';
import { readDocument, type ApiDocument } from './read-document.ts';

/** Why a source gave no catalogue; the message is for the person who named the source. */
export type IngestionRefusal = Extract<IngestionResult, { ok: false }>;

/**
 * Reads a document that is fetched, or given as text. What a person can put right is answered, not
 * thrown: an address that may not be called, an upstream that does not answer, a document that is none.
 */
export async function ingestDocument({
  egress,
  source,
  limits = DEFAULT_LIMITS,
}: {
  readonly egress: Egress;
  readonly source: DocumentSource;
  readonly limits?: DocumentLimits;
}): Promise<{ readonly ok: true; readonly document: ApiDocument } | IngestionRefusal> {
  try {
    return readDocument({ ...(await fetchDocument({ egress, source, limits })), limits });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const code = REFUSALS.get(error.code);
    if (!code) throw error;
    return { ok: false, code, message: error.message, problems: [] };
  }
}

const REFUSALS = new Map<string, IngestionRefusal['code']>([
  ['EGRESS_REFUSED', 'EGRESS_REFUSED'],
  ['API_CONNECTION_FAILED', 'API_CONNECTION_FAILED'],
  ['UPSTREAM_TIMEOUT', 'API_CONNECTION_FAILED'],
]);
