import type { Validators } from '../domain/ingestion.ts';
import { EgressError } from '../domain/egress-error.ts';
import { AppError } from '../domain/errors.ts';
import type { Egress, EgressResponse, FetchedDocument } from '../ports.ts';
import { tooLarge, type DocumentLimits } from './limits.ts';

const MAX_REDIRECTS = 3;

/**
 * Asks a server for a document, and whether it is still the one of `validators`. Throws EGRESS_REFUSED,
 * API_CONNECTION_FAILED, UPSTREAM_TIMEOUT or, where it is too large, INVALID_DOCUMENT.
 */
export async function fetchDocument({
  egress,
  url,
  validators = {},
  timeoutMs,
  limits,
}: {
  readonly egress: Egress;
  readonly url: string;
  readonly validators?: Validators;
  readonly timeoutMs: number;
  readonly limits: DocumentLimits;
}): Promise<{ readonly answer: FetchedDocument; readonly storable: boolean }> {
  const request = egress.request({
    url,
    method: 'GET',
    headers: { accept: 'application/json, application/yaml;q=0.9, */*;q=0.5', ...conditions(validators) },
    timeoutMs,
    maxBytes: limits.maxBytes,
    maxRedirects: MAX_REDIRECTS,
  });
  const answer = await request.catch((error: unknown) => {
    const isTooLarge = error instanceof EgressError && error.isTooLarge;
    throw isTooLarge ? new AppError('INVALID_DOCUMENT', tooLarge(limits)) : error;
  });
  if (answer.status === 304 && Object.keys(validators).length > 0) {
    return { answer: { notModified: true }, storable: isStorable(answer) };
  }
  const { host } = new URL(answer.url);
  if (answer.status === 401 || answer.status === 403) {
    const message = `${host} asks for a sign-in before it shows the document (${answer.status}); give its content instead.`;
    throw new AppError('API_CONNECTION_FAILED', message);
  }
  if (answer.status !== 200) {
    throw new AppError(
      'API_CONNECTION_FAILED',
      `${host} answered ${answer.status} in place of the document.`,
    );
  }
  const { body, url: answered } = answer;
  return {
    answer: { notModified: false, bytes: body, url: answered, validators: validatorsOf(answer) },
    storable: isStorable(answer),
  };
}

function conditions({ etag, lastModified }: Validators): Readonly<Record<string, string>> {
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}

/** Longer ones are of no use: a header has its bounds. */
const MAX_VALIDATOR = 500;

function validatorsOf({ headers }: EgressResponse): Validators {
  const { etag = '', 'last-modified': lastModified = '' } = headers;
  const isGood = (text: string): boolean => /^[\t\x20-\x7e]+$/.test(text) && text.length <= MAX_VALIDATOR;
  return { ...(isGood(etag) ? { etag } : {}), ...(isGood(lastModified) ? { lastModified } : {}) };
}

/** What the server wants kept from shared caches (RFC 9111, 5.2.2) is not kept. */
function isStorable({ headers }: EgressResponse): boolean {
  return !/(^|[,\s])(no-store|private)([,=\s]|$)/i.test(headers['cache-control'] ?? '');
}
