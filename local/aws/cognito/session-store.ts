import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import type { Clock } from '../clock.ts';
import type { Random } from './random.ts';

const SessionRow = z
  .object({
    id: z.string(),
    pool_id: z.string(),
    client_id: z.string(),
    sub: z.string(),
    signed_in_at: z.number(),
    expires_at: z.number(),
    revoked_at: z.number().nullable(),
  })
  .transform((row) => ({
    /** The `origin_jti` of every token that stems from the sign-in. */
    id: row.id,
    poolId: row.pool_id,
    clientId: row.client_id,
    sub: row.sub,
    signedInAt: row.signed_in_at,
    expiresAt: row.expires_at,
    isRevoked: row.revoked_at !== null,
  }));
export type Session = z.infer<typeof SessionRow>;

const TokenRow = z.object({ session_id: z.string(), rotated_at: z.number().nullable() });

/** Sign-ins and their refresh tokens: opaque, known by their hash alone. Times are epoch milliseconds. */
export function createSessionStore(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  readonly random: Random;
}) {
  const { state, clock, random } = options;
  removeExpired(state, clock.now());
  const insertSession = state.prepare('insert into cognito_sessions values (?, ?, ?, ?, ?, ?, null)');
  const selectSession = state.prepare('select * from cognito_sessions where id = ?');
  const revokeOne = state.prepare(
    'update cognito_sessions set revoked_at = ? where id = ? and revoked_at is null',
  );
  const revokeAll = state.prepare(
    'update cognito_sessions set revoked_at = ? where sub = ? and revoked_at is null',
  );
  const insertToken = state.prepare('insert into cognito_refresh_tokens values (?, ?, null)');
  const selectToken = state.prepare(
    'select session_id, rotated_at from cognito_refresh_tokens where hash = ?',
  );
  const rotateToken = state.prepare('update cognito_refresh_tokens set rotated_at = ? where hash = ?');

  const get = (id: string): Session | undefined => SessionRow.optional().parse(selectSession.get(id));
  return {
    get,
    open(session: Omit<Session, 'isRevoked'>): void {
      const { id, poolId, clientId, sub, signedInAt, expiresAt } = session;
      insertSession.run(id, poolId, clientId, sub, signedInAt, expiresAt);
    },
    revoke: (id: string): void => void revokeOne.run(clock.now(), id),
    revokeAllOf: (sub: string): void => void revokeAll.run(clock.now(), sub),
    newRefreshToken(session: Pick<Session, 'id'>): string {
      const token = random(48).toString('base64url');
      insertToken.run(hash(token), session.id);
      return token;
    },
    /** `rotatedAt` is when it was exchanged for another one. */
    findRefreshToken(token: string): { readonly session: Session; readonly rotatedAt?: number } | undefined {
      const row = TokenRow.optional().parse(selectToken.get(hash(token)));
      const session = row && get(row.session_id);
      if (row === undefined || session === undefined) return undefined;
      return { session, ...(row.rotated_at !== null && { rotatedAt: row.rotated_at }) };
    },
    rotate: (token: string): void => void rotateToken.run(clock.now(), hash(token)),
  };
}

export type SessionStore = ReturnType<typeof createSessionStore>;

function removeExpired(state: DatabaseSync, now: number): void {
  const expired = 'select id from cognito_sessions where expires_at <= ?';
  state.prepare(`delete from cognito_refresh_tokens where session_id in (${expired})`).run(now);
  state.prepare('delete from cognito_sessions where expires_at <= ?').run(now);
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
