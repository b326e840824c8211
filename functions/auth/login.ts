import type { authRoutes } from '../../shared/api/auth.ts';
import { Secret } from '../../shared/domain/secret.ts';
import type { AccountStore, Identity, Ids } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { newAccount } from './new-account.ts';

/** Signs in. Makes the account record where a crash after sign-up has left it missing. */
export function login({
  identity,
  accounts,
  ids,
}: {
  identity: Identity;
  accounts: AccountStore;
  ids: Ids;
}): Handler<typeof authRoutes.login> {
  return async ({ body, change }) => {
    const { userId, ...tokens } = await identity.signIn({
      email: body.email,
      password: new Secret(body.password),
    });
    const stored = await accounts.get(userId);
    const described =
      stored === undefined ? await identity.describe(new Secret(tokens.accessToken)) : undefined;
    const account = stored ?? newAccount({ userId, email: body.email, name: body.email, ...described, ids });
    const actor = { userId, tenantId: account.defaultWorkspaceId, userEmail: account.user.email };
    const record = change({ actor, details: { userId } });
    if (stored === undefined) {
      const { user } = await accounts.create(account, record);
      return { user, ...tokens };
    }
    await accounts.record(record);
    return { user: account.user, ...tokens };
  };
}
