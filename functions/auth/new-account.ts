import type { Account } from '../../shared/domain/account.ts';
import type { Ids } from '../../shared/ports.ts';

/** A person's account with the workspace that is made for them, which they own. */
export function newAccount({
  userId,
  email,
  name,
  ids,
}: {
  userId: string;
  email: string;
  name: string;
  ids: Ids;
}): Account {
  const workspaceId = ids.next('workspace');
  return {
    user: { id: userId, email, name, role: 'USER' },
    memberships: [{ workspaceId, role: 'OWNER' }],
    defaultWorkspaceId: workspaceId,
  };
}
