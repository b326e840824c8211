import type { authRoutes } from '../../shared/api/auth.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { Secret } from '../../shared/domain/secret.ts';
import type { AccountStore, Identity } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** Exchanges a refresh token for a new pair. */
export function refreshSession({
  identity,
  accounts,
}: {
  identity: Identity;
  accounts: AccountStore;
}): Handler<typeof authRoutes.refreshSession> {
  return async ({ body, change }) => {
    const { userId, ...tokens } = await identity.refresh(new Secret(body.refreshToken));
    const account = await accounts.get(userId);
    if (account === undefined) throw new AppError('UNAUTHORIZED', 'This account no longer exists.');
    const actor = { userId, tenantId: account.defaultWorkspaceId, userEmail: account.user.email };
    await accounts.record(change({ actor, details: { userId } }));
    return tokens;
  };
}
