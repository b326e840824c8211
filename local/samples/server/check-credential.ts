import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { AuthHint } from './sample.ts';

/** Whether the headers carry the sample's credential. Compared in constant time. */
export function isAuthenticated(
  headers: IncomingHttpHeaders,
  { type, headerName, value }: AuthHint,
): boolean {
  if (type === 'api_key') {
    const given = headers[(headerName ?? 'x-api-key').toLowerCase()];
    return typeof given === 'string' && sameText(given, value);
  }
  const [, scheme = '', given = ''] = /^(\S+) +(\S+)$/.exec(headers.authorization ?? '') ?? [];
  if (scheme.toLowerCase() !== type) return false;
  return sameText(type === 'basic' ? Buffer.from(given, 'base64').toString() : given, value);
}

/** The `WWW-Authenticate` challenge of a 401 (RFC 9110, section 11.6.1); API keys have none. */
export function challenge({ type }: AuthHint, realm: string): Readonly<Record<string, string>> {
  if (type === 'api_key') return {};
  return { 'www-authenticate': `${type === 'basic' ? 'Basic' : 'Bearer'} realm="${realm}"` };
}

function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
