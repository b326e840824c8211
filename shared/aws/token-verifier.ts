import { JwtVerifier } from 'aws-jwt-verify/jwt-verifier';
import { KidNotFoundInJwksError } from 'aws-jwt-verify/error';
import * as z from 'zod';
import { AppError } from '../domain/errors.ts';
import type { Clock, TokenVerifier } from '../ports.ts';
import type { Jwks } from './jwks.ts';

const MAX_TOKEN_LENGTH = 8_192;
/** An unknown key id makes the keys be fetched again, at most this often: anyone can invent one. */
const REFETCH_MS = 60_000;
/** Keys that the issuer has withdrawn are dropped after this long. */
const KEYS_LIFE_MS = 60 * 60_000;

/** All that a header may hold: nothing that names a key (`jku`, `jwk`, `x5u`, `x5c`) or an extension (`crit`). */
const Header = z.strictObject({
  alg: z.literal('RS256'),
  kid: z.string().min(1),
  typ: z.literal('JWT').optional(),
});

const Claims = z.object({
  sub: z.string().min(1).max(128),
  exp: z.number(),
  token_use: z.literal('access'),
  client_id: z.string(),
  origin_jti: z.exactOptional(z.string()),
});

/**
 * Access tokens of one Cognito user pool client. The library refuses key sets over plain HTTP, which is what the laptop
 * has, so the keys are fetched here and handed to it. Checks that it lacks are made as well: the header's members, `exp`
 * required, and one spelling for each token.
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
  const jwksUri = `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
  // Cognito's access tokens have no `aud`; `client_id` stands for it and is checked below.
  const verifier = JwtVerifier.create({ issuer, jwksUri, audience: null });
  let triedAt = Number.NEGATIVE_INFINITY;
  let fetchedAt: number | undefined;
  let fetching: Promise<void> | undefined;

  const fetchAndCache = async (): Promise<void> => {
    triedAt = clock.now();
    verifier.cacheJwks(await fetchKeys(jwksUri).catch(cannotFetch));
    fetchedAt = clock.now();
  };
  const refreshKeys = (): Promise<void> => {
    fetching ??= fetchAndCache().finally(() => {
      fetching = undefined;
    });
    return fetching;
  };
  const mayRefetch = (): boolean => fetching !== undefined || clock.now() - triedAt >= REFETCH_MS;

  const verifySignature = async (token: string): Promise<unknown> => {
    if (fetchedAt === undefined) await refreshKeys();
    // While the issuer cannot be reached, the keys that are known go on.
    else if (clock.now() - fetchedAt > KEYS_LIFE_MS && mayRefetch())
      await refreshKeys().catch(() => undefined);
    try {
      return verifier.verifySync(token);
    } catch (error) {
      if (!(error instanceof KidNotFoundInJwksError) || !mayRefetch()) throw error;
    }
    await refreshKeys();
    return verifier.verifySync(token);
  };

  return {
    async verify(token) {
      if (!isCanonical(token)) throw unauthorized();
      const payload = await verifySignature(token).catch((error: unknown) => {
        throw error instanceof AppError ? error : unauthorized();
      });
      const claims = Claims.safeParse(payload);
      if (!claims.success || claims.data.client_id !== clientId) throw unauthorized();
      const { sub, exp, origin_jti: sessionId } = claims.data;
      if (exp * 1000 <= clock.now()) throw unauthorized();
      return { userId: sub, expiresAt: exp, ...(sessionId === undefined ? {} : { sessionId }) };
    },
  };
}

/** Three base64url parts in their only spelling, and a header that holds what it must and no more. */
function isCanonical(token: string): boolean {
  if (token.length > MAX_TOKEN_LENGTH) return false;
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every(isBase64Url)) return false;
  return Header.safeParse(parseJson(Buffer.from(parts[0] ?? '', 'base64url').toString('utf8'))).success;
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

/** An issuer out of reach says nothing about the token. */
function cannotFetch(error: unknown): never {
  throw new AppError('SERVICE_UNAVAILABLE', undefined, { cause: error });
}

function unauthorized(): AppError {
  return new AppError('UNAUTHORIZED');
}
