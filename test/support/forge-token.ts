import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export const ISSUER = 'http://127.0.0.1:4000/cognito/us-east-1_Test';
export const CLIENT_ID = 'client-1';

/** A signing key as an issuer has it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As it stands in the issuer's key set. */
  readonly jwk: { kty: 'RSA'; use: 'sig'; alg: 'RS256'; kid: string; n: string; e: string };
}

export function makeSigningKey(kid: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  return { kid, privateKey, publicKey, jwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e } };
}

const encode = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Claims of a good access token at `now` (epoch milliseconds). */
export function accessClaims(now: number): Record<string, unknown> {
  const seconds = Math.floor(now / 1000);
  return {
    sub: 'a1b2c3d4-0000-4000-8000-000000000001',
    iss: ISSUER,
    client_id: CLIENT_ID,
    origin_jti: 'session-1',
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    auth_time: seconds,
    iat: seconds,
    exp: seconds + 900,
    jti: 'jti-1',
    username: 'a1b2c3d4-0000-4000-8000-000000000001',
  };
}

/** A token signed with RS256, whatever its header says. */
export function signToken(key: SigningKey, claims: object | string, header: object = {}): string {
  const input = `${encode({ kid: key.kid, alg: 'RS256', ...header })}.${encode(claims)}`;
  return `${input}.${sign('RSA-SHA256', Buffer.from(input), key.privateKey).toString('base64url')}`;
}

/** A token signed by HMAC with some bytes that the attacker knows. */
export function hmacToken(secret: string | Buffer, claims: object, header: object): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** A token with any parts. */
export function rawToken(header: object | string, claims: object, signature = ''): string {
  return `${encode(header)}.${encode(claims)}.${signature}`;
}
