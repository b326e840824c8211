import type { Clock } from '../clock.ts';
import { AwsError } from '../service.ts';
import type { Groups } from './groups.ts';
import { openJwt, signJwt } from './jwt.ts';
import type { Client, Pool, Pools } from './pools.ts';
import { newUuid } from './random.ts';
import type { Random } from './random.ts';
import { notAuthorized, userDisabled, userNotFound } from './refusals.ts';
import type { Session, SessionStore } from './session-store.ts';
import { accessClaims, AccessClaims, idClaims, SELF_SERVICE_SCOPE } from './token-claims.ts';
import type { User, Users } from './users.ts';

/** `AuthenticationResultType`. */
export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  /** Seconds. */
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

/** Issues tokens and says what they are still good for. */
export function createSessions(options: {
  readonly store: SessionStore;
  readonly users: Users;
  readonly groups: Groups;
  readonly pools: Pools;
  readonly clock: Clock;
  readonly random: Random;
}) {
  const { store, users, groups, pools, clock, random } = options;

  const issue = (session: Session, user: User, client: Client): AuthenticationResult => {
    const about = {
      user,
      client,
      groups: groups.of(user).map(({ name }) => name),
      sessionId: session.id,
      eventId: newUuid(random),
      signedInAt: Math.floor(session.signedInAt / 1000),
      now: Math.floor(clock.now() / 1000),
      random,
    };
    const { keyId, privateKey } = client.pool;
    return {
      AccessToken: signJwt({ claims: accessClaims(about), keyId, privateKey }),
      IdToken: signJwt({ claims: idClaims(about), keyId, privateKey }),
      ExpiresIn: client.settings.accessSeconds,
      TokenType: 'Bearer',
    };
  };

  const userOf = (session: Pick<Session, 'poolId' | 'sub'>): User => {
    const user = users.find(session.poolId, session.sub);
    if (user === undefined) throw userNotFound();
    if (!user.enabled) throw userDisabled();
    return user;
  };

  return {
    /** A new sign-in. */
    start(user: User, client: Client): AuthenticationResult {
      const now = clock.now();
      const session = {
        id: newUuid(random),
        poolId: user.poolId,
        clientId: client.id,
        sub: user.sub,
        signedInAt: now,
        expiresAt: now + client.settings.refreshSeconds * 1000,
        isRevoked: false,
      };
      store.open(session);
      return { ...issue(session, user, client), RefreshToken: store.newRefreshToken(session) };
    },

    /**
     * New tokens for a refresh token. Where the client rotates, a new refresh token with the rest of the first one's
     * life comes along, and the old one is good for the grace period only. Throws RefreshTokenReuseException or
     * NotAuthorizedException.
     */
    refresh(token: string, client: Client): AuthenticationResult {
      const found = store.findRefreshToken(token);
      if (found === undefined || found.session.clientId !== client.id)
        throw notAuthorized('Invalid Refresh Token');
      const { session, rotatedAt } = found;
      if (session.isRevoked) throw notAuthorized('Refresh Token has been revoked');
      if (session.expiresAt <= clock.now()) throw notAuthorized('Refresh Token has expired');
      const { rotation } = client.settings;
      const graceMs = (rotation?.RetryGracePeriodSeconds ?? 0) * 1000;
      if (rotatedAt !== undefined && clock.now() >= rotatedAt + graceMs) {
        throw new AwsError('RefreshTokenReuseException', 'Refresh token has been invalidated by rotation.');
      }
      const result = issue(session, userOf(session), client);
      if (rotation === undefined) return result;
      if (rotatedAt === undefined) store.rotate(token);
      return { ...result, RefreshToken: store.newRefreshToken(session) };
    },

    /** Who signed in, by an access token. Throws NotAuthorizedException or UserNotFoundException. */
    open(accessToken: string): { readonly user: User; readonly client: Client } {
      const { data: claims } = AccessClaims.safeParse(
        openJwt(accessToken, (id) => pools.findByKey(id)?.publicKey),
      );
      if (claims === undefined) throw notAuthorized('Invalid Access Token');
      const client = pools.findClient(claims.client_id);
      if (claims.iss !== client.pool.issuer) throw notAuthorized('Invalid Access Token');
      if (claims.exp <= clock.now() / 1000) throw notAuthorized('Access Token has expired');
      if (!claims.scope.split(' ').includes(SELF_SERVICE_SCOPE)) {
        throw notAuthorized('Access Token does not have required scopes');
      }
      const session = store.get(claims.origin_jti);
      const user = userOf({ poolId: client.pool.id, sub: claims.sub });
      if (session === undefined || session.isRevoked) throw notAuthorized('Access Token has been revoked');
      return { user, client };
    },

    /** Ends the sign-in that a refresh token stems from. */
    revoke(token: string, client: Client): void {
      if (!client.settings.EnableTokenRevocation) {
        throw new AwsError(
          'UnsupportedOperationException',
          'Token revocation is not enabled for this client.',
        );
      }
      const found = store.findRefreshToken(token);
      if (found === undefined) {
        throw new AwsError('UnsupportedTokenTypeException', 'The token is not a refresh token of this pool.');
      }
      if (found.session.clientId !== client.id) {
        throw new AwsError('UnauthorizedException', 'The token was issued to another client.');
      }
      store.revoke(found.session.id);
    },

    /** Ends every sign-in of a user. */
    revokeAllOf: (user: User): void => store.revokeAllOf(user.sub),
  };
}

export type Sessions = ReturnType<typeof createSessions>;

/** The public key of a pool as a JSON Web Key Set (RFC 7517). */
export function describeKeys(pool: Pool): { readonly keys: readonly object[] } {
  return {
    keys: [{ ...pool.publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: pool.keyId }],
  };
}
