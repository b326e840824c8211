import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import type { Clock } from '../clock.ts';
import { notFound } from './refusals.ts';
import type { User } from './users.ts';

const Row = z.object({
  name: z.string(),
  description: z.string().nullable(),
  precedence: z.number().nullable(),
  created_at: z.number(),
  modified_at: z.number(),
});
export type Group = z.infer<typeof Row>;

/** `AWS::Cognito::UserPoolGroup`. */
const GroupProperties = z.object({
  GroupName: z.string(),
  Description: z.string().optional(),
  Precedence: z.int().min(0).optional(),
});

/** The groups of a pool and who is in them. */
export function createGroups(options: { readonly state: DatabaseSync; readonly clock: Clock }) {
  const { state, clock } = options;
  const upsert = state.prepare(`insert into cognito_groups values (?, ?, ?, ?, ?, ?)
    on conflict (pool_id, name) do update set description = excluded.description,
      precedence = excluded.precedence, modified_at = excluded.modified_at`);
  const exists = state.prepare('select 1 from cognito_groups where pool_id = ? and name = ?');
  const join = state.prepare('insert or ignore into cognito_memberships values (?, ?, ?)');
  const leave = state.prepare('delete from cognito_memberships where pool_id = ? and sub = ? and name = ?');
  const ofUser = state.prepare(`select g.* from cognito_groups g
    join cognito_memberships m on m.pool_id = g.pool_id and m.name = g.name
    where g.pool_id = ? and m.sub = ? order by coalesce(g.precedence, 2147483647), g.name`);

  const requireGroup = (poolId: string, name: string): void => {
    if (exists.get(poolId, name) === undefined) throw notFound('Group not found.');
  };
  return {
    ensure(poolId: string, properties: unknown): { readonly name: string } {
      const { GroupName: name, Description, Precedence } = GroupProperties.parse(properties);
      const now = clock.now();
      upsert.run(poolId, name, Description ?? null, Precedence ?? null, now, now);
      return { name };
    },
    /** Throws ResourceNotFoundException where there is no such group. */
    add(user: User, name: string): void {
      requireGroup(user.poolId, name);
      join.run(user.poolId, user.sub, name);
    },
    remove(user: User, name: string): void {
      requireGroup(user.poolId, name);
      leave.run(user.poolId, user.sub, name);
    },
    /** Lowest precedence first, as in the `cognito:groups` claim. */
    of: (user: User): readonly Group[] => z.array(Row).parse(ofUser.all(user.poolId, user.sub)),
  };
}

export type Groups = ReturnType<typeof createGroups>;
