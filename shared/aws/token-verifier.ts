import { verifyJwtSync } from 'aws-jwt-verify/jwt-verifier';
import * as z from 'zod';
import { AppError } from '../domain/errors.ts';
import type { Clock, TokenVerifier } from '../ports.ts';
import { createIssuerKeys } from './issuer-keys.ts';
import type { Jwks } from './jwks.ts';

const MAX_TOKEN_LENGTH = 8_192;

/** All that a header may hold: nothing that names a key (`jku`, `jwk`, `x5u`, `x5c`) or an extension (`crit`). */
const Header = z.lazy(() =>
  z.strictObject({
    alg: z.literal('RS256'),
    kid: z.string().min(1),
    typ: z.literal('JWT').optional(),
  }),
);

const Claims = z.lazy(() =>
  z.object({
    sub: z.string().min(1).max(128),
    exp: z.number(),
    token_use: z.literal('access'),
    client_id: z.string(),
    origin_jti: z.exactOptional(z.string()),
  }),
);

/**
 * Access tokens of one Cognito user pool client. The library fetches no keys over plain HTTP, which is what the laptop
 * has, so they are fetched here and handed to it. What it does not check is checked as well: the header's members, that
 * there is an expiry, the client, the use, and that a token has one spelling.
 */
export function createTokenVerifier({
  issuer,
  clientId,
  fetchKeys,
  clock,
}: {
  issuer: string;
  clientId: string;
  fetchKeys: (uri: string) => Promise<Jwks>;
  clock: Clock;
}): TokenVerifier {
  const uri = `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
  const keys = createIssuerKeys({ uri, fetchKeys, clock });
  return {
    async verify(token) {
      const header = readHeader(token);
      const key = header && (await keys.find(header.kid));
      const claims = key && Claims.safeParse(openToken({ token, issuer, key }));
      if (claims === undefined || !claims.success) throw unauthorized();
      const { sub, exp, client_id, origin_jti: sessionId } = claims.data;
      if (client_id !== clientId || exp * 1000 <= clock.now()) throw unauthorized();
      return { userId: sub, expiresAt: exp, ...(sessionId === undefined ? {} : { sessionId }) };
    },
  };
}

type IssuerKey = NonNullable<Awaited<ReturnType<ReturnType<typeof createIssuerKeys>['find']>>>;

/** The payload, its signature, issuer and times checked; undefined where one of them is wrong. */
function openToken({ token, issuer, key }: { token: string; issuer: string; key: IssuerKey }): unknown {
  try {
    // Cognito's access tokens have no `aud`; `client_id` stands for it.
    const expected = { issuer, audience: null };
    return verifyJwtSync(token, key.jwk, expected, (...jwk) =>
      key.keyObjects.transformJwkToKeyObjectSync(...jwk),
    );
  } catch {
    return undefined;
  }
}

/** Of three base64url parts in their only spelling; undefined where the header holds more or less than it must. */
function readHeader(token: string): z.infer<typeof Header> | undefined {
  const parts = token.split('.');
  if (token.length > MAX_TOKEN_LENGTH || parts.length !== 3 || !parts.every(isBase64Url)) return undefined;
  return Header.safeParse(parseJson(Buffer.from(parts[0] ?? '', 'base64url').toString('utf8'))).data;
}

function isBase64Url(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unauthorized(): AppError {
  return new AppError('UNAUTHORIZED');
}
