import { AppError } from '../domain/errors.ts';
import type { DocumentSource, Egress } from '../ports.ts';
import type { DocumentLimits } from './limits.ts';

const TIMEOUT_MS = 20_000;
const MAX_REDIRECTS = 3;

/** A document as it arrived; `url` is the address that answered. */
export interface FetchedDocument {
  readonly source: Uint8Array | string;
  readonly url?: string;
}

/** Gets the bytes of a document. Throws EGRESS_REFUSED, API_CONNECTION_FAILED or UPSTREAM_TIMEOUT. */
export async function fetchDocument({
  egress,
  source,
  limits,
}: {
  readonly egress: Egress;
  readonly source: DocumentSource;
  readonly limits: DocumentLimits;
}): Promise<FetchedDocument> {
  if ('content' in source) return { source: source.content };
  const answer = await egress.request({
    url: source.url,
    method: 'GET',
    headers: { accept: 'application/json, application/yaml;q=0.9, */*;q=0.5' },
    timeoutMs: TIMEOUT_MS,
    maxBytes: limits.maxBytes,
    maxRedirects: MAX_REDIRECTS,
  });
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
  return { source: answer.body, url: answer.url };
}
