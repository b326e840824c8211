import { refuse } from './refuse.ts';

const MAX_HEADERS = 100;
const MAX_HEADER_BYTES = 65_536;

/** Framing, hop-by-hop and routing headers: ours alone to set (RFC 9110, 7.6.1; RFC 9112, 6). */
const FORBIDDEN = new Set([
  'host',
  'connection',
  'content-length',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Headers that tell nothing of the caller. Every other one counts as a credential. */
const HARMLESS = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'if-modified-since',
  'if-none-match',
  'user-agent',
]);

/**
 * Lower-cases the names and refuses what could change the shape or the receiver of a request: forbidden names, names that
 * are no token, values with control characters, the same name twice, too many or too large ones. Throws EGRESS_REFUSED.
 */
export function checkHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(headers);
  if (entries.length > MAX_HEADERS) refuse(`A request may have ${MAX_HEADERS} headers.`);
  const checked = new Map<string, string>();
  let bytes = 0;
  for (const [name, value] of entries) {
    const lower = name.toLowerCase();
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]{1,256}$/.test(lower)) refuse('A header name is not valid.');
    if (FORBIDDEN.has(lower)) refuse(`The header ${lower} may not be set.`);
    if (typeof value !== 'string' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      refuse(`The value of the header ${lower} holds characters that are not allowed.`);
    }
    if (checked.has(lower)) refuse(`The header ${lower} is set twice.`);
    checked.set(lower, value);
    bytes += lower.length + value.length;
  }
  if (bytes > MAX_HEADER_BYTES) refuse('The headers of the request are too large.');
  return Object.fromEntries(checked);
}

/** The headers that may follow a redirect to another origin. */
export function harmlessHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS.has(name)));
}

/** Whether any header could be a credential. An idempotency key opens nothing, and every call of a run carries one. */
export function hasCredentialHeader(headers: Readonly<Record<string, string>>): boolean {
  return Object.keys(headers).some((name) => !HARMLESS.has(name) && name !== 'idempotency-key');
}
