import type { authRoutes } from '../../shared/api/auth.ts';
import type { AccountStore, Identity, Ids, Mailer } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { getMe } from './get-me.ts';
import { login } from './login.ts';
import { refreshSession } from './refresh-session.ts';
import { register } from './register.ts';
import { resendVerification } from './resend-verification.ts';
import { verifyEmail } from './verify-email.ts';

export interface AuthPorts {
  readonly accounts: AccountStore;
  readonly identity: Identity;
  readonly mailer: Mailer;
  readonly ids: Ids;
}

/** The handlers of `/auth`. */
export function authHandlers(ports: AuthPorts): Handlers<typeof authRoutes> {
  return {
    register: register(ports),
    verifyEmail: verifyEmail(ports),
    resendVerification: resendVerification(ports),
    login: login(ports),
    refreshSession: refreshSession(ports),
    getMe: getMe(),
  };
}
