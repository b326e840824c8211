import type { authRoutes } from '../../shared/api/auth.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { AccountStore, Identity } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** Confirms the address by the token from the mail. Signing in follows: the provider issues no tokens here. */
export function verifyEmail({
  identity,
  accounts,
}: {
  identity: Identity;
  accounts: AccountStore;
}): Handler<typeof authRoutes.verifyEmail> {
  return async ({ body, change }) => {
    const { userId } = await identity.confirm(body.token);
    const account = await accounts.get(userId);
    if (account === undefined) {
      throw new AppError(
        'SERVICE_UNAVAILABLE',
        'Your address is verified. Sign in to finish setting up your account.',
      );
    }
    const actor = { userId, tenantId: account.defaultWorkspaceId, userEmail: account.user.email };
    await accounts.record(
      change({ actor, details: { userId }, events: [{ type: 'user.verified', data: { userId } }] }),
    );
    return { message: 'Email verified successfully! Welcome to APIQ!', user: account.user };
  };
}
