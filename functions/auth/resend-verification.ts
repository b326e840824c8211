import type { authRoutes } from '../../shared/api/auth.ts';
import type { Identity } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** Sends the verification mail again; the answer is the same for addresses that nobody registered. */
export function resendVerification({
  identity,
}: {
  identity: Identity;
}): Handler<typeof authRoutes.resendVerification> {
  return async ({ body }) => {
    await identity.resend(body.email);
    return { message: 'If this address waits for verification, a mail is on its way.' };
  };
}
