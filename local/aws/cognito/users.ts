import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import type { Clock } from '../clock.ts';
import { transact } from '../open-state.ts';
import { AwsError } from '../service.ts';

/** `RESET_REQUIRED` and the states of users that an administrator made do not occur. */
const Status = z.enum(['UNCONFIRMED', 'CONFIRMED']);

const Row = z
  .object({
    number: z.number(),
    sub: z.string(),
    pool_id: z.string(),
    password: z.string(),
    attributes: z.string(),
    status: Status,
    enabled: z.number(),
    created_at: z.number(),
    modified_at: z.number(),
  })
  .transform((row) => ({
    /** Rises with each new user. */
    number: row.number,
    /** Also the user name: the pool signs in by e-mail address. */
    sub: row.sub,
    poolId: row.pool_id,
    passwordHash: row.password,
    /** Without `sub`; `email` as it was typed. */
    attributes: z.record(z.string(), z.string()).parse(JSON.parse(row.attributes)),
    status: row.status,
    enabled: row.enabled === 1,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  }));

export type User = z.infer<typeof Row>;
export type UserChange = Partial<Pick<User, 'passwordHash' | 'attributes' | 'status' | 'enabled'>>;

/** The users of all pools, found by `sub` or by e-mail address, whose case does not matter. */
export function createUsers(options: { readonly state: DatabaseSync; readonly clock: Clock }) {
  const { state, clock } = options;
  const byName = state.prepare(
    'select * from cognito_users where pool_id = ? and (sub = ? or email_key = ?)',
  );
  const insert = state.prepare(`insert into cognito_users
    (sub, pool_id, email_key, password, attributes, status, enabled, created_at, modified_at)
    values (?, ?, ?, ?, ?, 'UNCONFIRMED', 1, ?, ?) on conflict (pool_id, email_key) do nothing`);
  const update = state.prepare(`update cognito_users
    set password = ?, attributes = ?, status = ?, enabled = ?, modified_at = ? where sub = ?`);
  const list = state.prepare('select * from cognito_users where pool_id = ? and number > ? order by number');

  const find = (poolId: string, username: string): User | undefined =>
    Row.optional().parse(byName.get(poolId, username, emailKey(username)));

  return {
    find,
    /** Throws UsernameExistsException where the address is taken. */
    add(
      user: Pick<User, 'sub' | 'poolId' | 'passwordHash' | 'attributes'> & { readonly email: string },
    ): User {
      const now = clock.now();
      const { sub, poolId, passwordHash, attributes } = user;
      const key = emailKey(user.email);
      const { changes } = insert.run(sub, poolId, key, passwordHash, JSON.stringify(attributes), now, now);
      const added = changes === 1 ? find(poolId, sub) : undefined;
      if (added !== undefined) return added;
      throw new AwsError('UsernameExistsException', 'An account with the given email already exists.');
    },
    change(user: User, change: UserChange): void {
      const { passwordHash, attributes, status, enabled } = { ...user, ...change };
      update.run(passwordHash, JSON.stringify(attributes), status, enabled ? 1 : 0, clock.now(), user.sub);
    },
    /** With everything that belongs to the user. */
    remove({ sub }: User): void {
      transact(state, () => {
        const sessions = 'select id from cognito_sessions where sub = ?';
        state.prepare(`delete from cognito_refresh_tokens where session_id in (${sessions})`).run(sub);
        for (const table of ['sessions', 'codes', 'memberships', 'users']) {
          state.prepare(`delete from cognito_${table} where sub = ?`).run(sub);
        }
      });
    },
    /** Oldest first, behind a user's number. */
    list: (poolId: string, after: number): readonly User[] => z.array(Row).parse(list.all(poolId, after)),
  };
}

export type Users = ReturnType<typeof createUsers>;

/** How an address is compared: without regard to case. */
export function emailKey(email: string): string {
  return email.normalize('NFC').toLowerCase();
}
