import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { EgressError } from '../domain/egress-error.ts';
import { refuse } from './refuse.ts';

/** All addresses of a host name. Rejects, or answers none, where there are none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** Addresses that are unicast on paper and belong to the network that the caller runs in. */
const RESERVED_BY_CLOUDS = new Set([
  '168.63.129.16', // Azure: platform and metadata channel of every virtual machine
]);

const MAX_ADDRESSES = 16;

/** The system's resolver, hosts file included; its answers are vetted like any other. */
export const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true, verbatim: true })).map((entry) => entry.address);

/**
 * Resolves a name once and answers the addresses to dial, IPv4 first. One answer that is not public refuses all of
 * them: a name that points both outside and inside is an attack or a mistake.
 */
export async function resolvePublic(hostname: string, resolve: Resolve): Promise<readonly string[]> {
  const addresses = await resolveAny(hostname, resolve);
  if (!addresses.every(isPublicAddress)) refuse(`${hostname} does not resolve to a public address.`);
  return addresses;
}

/** Resolves without vetting, for hosts on the allow-list. An IP literal is its own answer. */
export async function resolveAny(hostname: string, resolve: Resolve): Promise<readonly string[]> {
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(literal) || ipaddr.IPv6.isValid(literal)) return [literal];
  let addresses: readonly string[];
  try {
    addresses = await resolve(hostname);
  } catch {
    addresses = [];
  }
  if (addresses.length === 0)
    throw new EgressError('API_CONNECTION_FAILED', `The host name ${hostname} does not exist.`);
  if (addresses.length > MAX_ADDRESSES) refuse(`${hostname} resolves to too many addresses.`);
  return addresses.toSorted((a, b) => Number(a.includes(':')) - Number(b.includes(':')));
}

/** Whether an address is unicast on the public internet. Anything that is not written canonically is not. */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    return ipaddr.IPv4.parse(address).range() === 'unicast' && !RESERVED_BY_CLOUDS.has(address);
  }
  if (address.includes('%') || !ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  const [first = 0, , , , , sixth = 0] = parsed.parts;
  // Only 2000::/3 has been given out (RFC 4291, 2.5.4); the rest, IPv4-compatible addresses too, is special or unused.
  const isGlobal = first >= 0x2000 && first <= 0x3fff;
  // ISATAP (RFC 5214) carries an IPv4 address, private ones too, behind any prefix.
  const isTunnel = (parsed.parts[4] === 0 || parsed.parts[4] === 0x0200) && sixth === 0x5efe;
  return isGlobal && !isTunnel && parsed.range() === 'unicast';
}
