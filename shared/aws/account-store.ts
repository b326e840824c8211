import * as z from 'zod';
import type { Account } from '../domain/account.ts';
import { AppError } from '../domain/errors.ts';
import { MEMBER_ROLES, ROLES } from '../domain/roles.ts';
import type { AccountStore } from '../ports.ts';
import { changeWrites } from './change-writes.ts';
import type { Item, TableClient, Write } from './table-operations.ts';
import { countersKey, membershipKey, profileKey, userPartition, workspaceKey } from './table.ts';

/** Users, their workspaces and memberships in the table. */
export function createAccountStore({ table }: { table: TableClient }): AccountStore {
  const get = async (userId: string): Promise<Account | undefined> => {
    const items = await table.query({ partition: userPartition(userId) });
    return accountOf(userId, items);
  };
  return {
    get,
    async create(account, change) {
      try {
        await table.transact([
          ...accountWrites(account),
          ...changeWrites(account.defaultWorkspaceId, change),
        ]);
        return account;
      } catch (error) {
        if (!(error instanceof UserExists)) throw error;
        const present = await get(account.user.id);
        if (present === undefined) throw new AppError('INTERNAL_ERROR', undefined, { cause: error });
        return present;
      }
    },
    async record(change) {
      await table.transact(changeWrites(change.audit.tenantId, change));
    },
  };
}

class UserExists extends Error {}

const NEW_USER = 'attribute_not_exists(pk)';

function accountWrites({ user, memberships, defaultWorkspaceId }: Account): readonly Write[] {
  return [
    {
      put: { ...profileKey(user.id), ...user, defaultWorkspaceId },
      condition: NEW_USER,
      refused: () => new UserExists(),
    },
    ...memberships.flatMap(({ workspaceId, role }) => [
      { put: { ...membershipKey({ userId: user.id, workspaceId }), workspaceId, role } },
      { put: { ...workspaceKey(workspaceId), id: workspaceId, ownerId: user.id } },
      { put: { ...countersKey(workspaceId), connections: 0, workflows: 0 } },
    ]),
  ];
}

const Profile = z.lazy(() =>
  z.object({
    sk: z.literal('PROFILE'),
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    defaultWorkspaceId: z.string(),
  }),
);
const StoredMembership = z.lazy(() => z.object({ workspaceId: z.string(), role: z.enum(MEMBER_ROLES) }));

function accountOf(userId: string, items: readonly Item[]): Account | undefined {
  const stored = items.find((item) => item['sk'] === profileKey(userId).sk);
  if (stored === undefined) return undefined;
  const { id, email, name, role, defaultWorkspaceId } = Profile.parse(stored);
  const memberships = items.filter((item) => item !== stored).map((item) => StoredMembership.parse(item));
  return { user: { id, email, name, role }, memberships, defaultWorkspaceId };
}
