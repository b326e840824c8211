import { portOf, readAllowList, type AllowList } from './allow-list.ts';
import { isBlockedPort } from './blocked-ports.ts';
import { refuse } from './refuse.ts';

const MAX_URL_LENGTH = 16_384;

/** Suffixes that name machines of a private network or of this machine (RFC 6761, 6762, 8375 and common habit). */
const PRIVATE_SUFFIXES = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
  'in-addr.arpa',
  'ip6.arpa',
] as const;

/** A URL that may be called as far as its text tells. `admitted`: it is on the allow-list and its address is not vetted. */
export interface CheckedUrl {
  readonly url: URL;
  readonly admitted: boolean;
}

/**
 * Checks the text of a URL that a user supplied, without any look-up: http or https, no user name, no IP literal in any
 * spelling, no local name, no port of another protocol. What its name resolves to is checked when it is called. Throws
 * EGRESS_REFUSED with a sentence that says what to change.
 */
export function assertPublicUrl({ url, allow = [] }: { url: string; allow?: readonly string[] }): URL {
  return checkUrl(url, readAllowList(allow)).url;
}

/** As `assertPublicUrl`, for callers that hold the allow-list and must know whether it was what let the URL pass. */
export function checkUrl(text: string, allow: AllowList): CheckedUrl {
  if (text.length > MAX_URL_LENGTH) refuse('The URL is too long.');
  // The URL parser drops some of these and reads others as slashes, so what was checked would not be what was written.
  if (/[\p{Cc}\p{Cf}\p{Z}\\]/u.test(text))
    refuse('The URL holds a space, a backslash or a control character.');
  if (!URL.canParse(text)) refuse('This is not an absolute URL.');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    refuse('Only http and https URLs may be called.');
  if (url.username !== '' || url.password !== '')
    refuse('The URL holds a user name or password; store them as credentials.');
  if (url.port === '0') refuse('Port 0 cannot be called.');
  if (url.hostname.endsWith('.')) refuse(`The host name ${url.hostname} ends in a dot.`);
  if (allow.admits(url) && isPlainSpelling(text, url)) return { url, admitted: true };
  checkHost(url.hostname);
  if (isBlockedPort(Number(portOf(url)))) refuse(`Port ${portOf(url)} belongs to another protocol.`);
  return { url, admitted: false };
}

function checkHost(host: string): void {
  if (host.startsWith('[') || /^[\d.]+$/.test(host))
    refuse('IP addresses may not be called; use a host name.');
  if (!host.includes('.')) refuse(`${host} is not a public host name.`);
  const suffix = PRIVATE_SUFFIXES.find((name) => host === name || host.endsWith(`.${name}`));
  if (suffix !== undefined) refuse(`${host} is a name of a private network.`);
}

/** Whether the host stands in the text as the parser reads it: `0x7f.1` must not pass for `127.0.0.1`. */
function isPlainSpelling(text: string, url: URL): boolean {
  const authority = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1]?.toLowerCase();
  return authority === url.host || authority === `${url.hostname}:${portOf(url)}`;
}
