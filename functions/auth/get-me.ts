import type { authRoutes } from '../../shared/api/auth.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** The caller, as the pipeline has already read them. */
export function getMe(): Handler<typeof authRoutes.getMe> {
  return async ({ caller: { userId, email, name, role } }) => ({ user: { id: userId, email, name, role } });
}
