import { sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import * as z from 'zod';

const Header = z.object({ alg: z.literal('RS256'), kid: z.string() });

/** A JSON Web Token signed with RS256 (RFC 7519, RFC 7518 section 3.3). */
export function signJwt(options: {
  readonly claims: object;
  readonly keyId: string;
  readonly privateKey: KeyObject;
}): string {
  const input = `${encode({ kid: options.keyId, alg: 'RS256' })}.${encode(options.claims)}`;
  return `${input}.${sign('RSA-SHA256', Buffer.from(input), options.privateKey).toString('base64url')}`;
}

/** The claims of a token whose signature is right; undefined for anything else. Expiry is the caller's to check. */
export function openJwt(token: string, findKey: (keyId: string) => KeyObject | undefined): unknown {
  const [header, payload, signature, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0)
    return undefined;
  const { data } = Header.safeParse(decode(header));
  const key = data && findKey(data.kid);
  if (key === undefined) return undefined;
  const signed = Buffer.from(`${header}.${payload}`);
  return verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url')) ? decode(payload) : undefined;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
