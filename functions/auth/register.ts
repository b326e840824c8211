import type { authRoutes } from '../../shared/api/auth.ts';
import { Secret } from '../../shared/domain/secret.ts';
import type { AccountStore, Identity, Ids, Mailer } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { newAccount } from './new-account.ts';

const ANSWER = 'Registration successful! Please check your email to verify your account.';

/**
 * Signs a person up. Where the address is taken the answer is the same, with an id that leads nowhere; the mail tells
 * the owner of the address what happened.
 */
export function register({
  identity,
  accounts,
  mailer,
  ids,
}: {
  identity: Identity;
  accounts: AccountStore;
  mailer: Mailer;
  ids: Ids;
}): Handler<typeof authRoutes.register> {
  return async ({ body: { email, name, password }, change, unchanged }) => {
    const outcome = await identity.signUp({ email, name, password: new Secret(password) });
    if (!outcome.created) {
      unchanged();
      await mailer.send({
        to: email,
        subject: 'You already have an APIQ account',
        text: 'Somebody, perhaps you, tried to register this address again. Your account is unchanged: sign in as usual. If you have not verified the address yet, ask for the verification mail again.',
      });
      return { message: ANSWER, userId: ids.uuid() };
    }
    const account = newAccount({ userId: outcome.userId, email, name, ids });
    const actor = { userId: outcome.userId, tenantId: account.defaultWorkspaceId, userEmail: email };
    await accounts.create(
      account,
      change({
        actor,
        details: { userId: outcome.userId, workspaceId: account.defaultWorkspaceId },
        events: [{ type: 'user.registered', data: { userId: outcome.userId } }],
      }),
    );
    return { message: ANSWER, userId: outcome.userId };
  };
}
