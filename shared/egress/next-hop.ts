import { EgressError } from '../domain/egress-error.ts';
import type { EgressResponse } from '../ports.ts';
import { harmlessHeaders } from './check-headers.ts';
import { refuse } from './refuse.ts';
import type { Hop } from './send-once.ts';

/** What the next request would be; its URL is text that has yet to be checked. */
export interface NextHop extends Omit<Hop, 'url'> {
  readonly url: string;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * The request that a redirect asks for; undefined where the answer is none. Methods change as in WHATWG Fetch
 * ("HTTP-redirect fetch"). Another origin gets neither credentials nor a body; https never becomes http. Throws
 * EGRESS_REFUSED or API_CONNECTION_FAILED.
 */
export function nextHop(hop: Hop, response: EgressResponse): NextHop | undefined {
  const location = response.headers['location'];
  if (!REDIRECTS.has(response.status) || location === undefined) return undefined;
  const url = absolute(location, hop.url);
  const target = new URL(url);
  const { status } = response;
  const becomesGet =
    (status === 303 && hop.method !== 'GET' && hop.method !== 'HEAD') ||
    ((status === 301 || status === 302) && hop.method === 'POST');
  const method = becomesGet ? 'GET' : hop.method;
  if (hop.url.protocol === 'https:' && target.protocol === 'http:') {
    refuse(`${hop.url.host} redirects from https to http.`);
  }
  const isSameOrigin = target.origin === hop.url.origin;
  const headers = isSameOrigin ? hop.headers : harmlessHeaders(hop.headers);
  if (becomesGet || hop.body === undefined) return { url, method, headers: withoutContentType(headers) };
  if (!isSameOrigin) refuse(`${hop.url.host} redirects a request with a body to another origin.`);
  return { url, method, headers, body: hop.body };
}

/** The target as it was written where it is absolute, since its spelling is checked too. */
function absolute(location: string, base: URL): string {
  if (URL.canParse(location)) return location;
  if (location.startsWith('//')) return `${base.protocol}${location}`;
  if (URL.canParse(location, base.href)) return new URL(location, base).href;
  throw new EgressError('API_CONNECTION_FAILED', `${base.host} redirects to something that is no URL.`);
}

function withoutContentType(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'content-type'));
}
