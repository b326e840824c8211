import { AppError } from '../domain/errors.ts';
import type { IngestionRefusal } from '../ports.ts';

const CODES = new Map<string, IngestionRefusal['code']>([
  ['INVALID_DOCUMENT', 'INVALID_DOCUMENT'],
  ['EGRESS_REFUSED', 'EGRESS_REFUSED'],
  ['API_CONNECTION_FAILED', 'API_CONNECTION_FAILED'],
  ['UPSTREAM_TIMEOUT', 'API_CONNECTION_FAILED'],
]);

/**
 * What a person can put right, as an answer: an address that may not be called, an upstream that does not answer. Throws
 * the error itself where it is a fault of ours.
 */
export function refusalOf(error: unknown): IngestionRefusal {
  const code = error instanceof AppError ? CODES.get(error.code) : undefined;
  if (!(error instanceof AppError) || code === undefined) throw error;
  return { ok: false, code, message: error.message, problems: [] };
}
