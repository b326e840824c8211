import { AppError } from '../../domain/errors.ts';
import { scopesOf } from '../../domain/roles.ts';
import type { AccountStore, TokenVerifier } from '../../ports.ts';
import { exchangeOf, type HttpRequest } from './exchange.ts';

/**
 * Stage 2: proves who calls. The token is checked first, then the account is read once; a workspace other than the
 * caller's own is taken from `X-Workspace-Id` only where that read shows a membership.
 */
export function authenticate({ verifier, accounts }: { verifier: TokenVerifier; accounts: AccountStore }) {
  return async (request: HttpRequest): Promise<void> => {
    const exchange = exchangeOf(request);
    if (exchange.route.auth === 'public') return;
    const { headers } = request.event;
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(headers['authorization'] ?? '')?.[1];
    if (token === undefined)
      throw new AppError('UNAUTHORIZED', 'Send a token: Authorization: Bearer <accessToken>.');
    const { userId, sessionId } = await verifier.verify(token);
    const account = await accounts.get(userId);
    if (account === undefined) throw new AppError('UNAUTHORIZED', 'This account no longer exists.');
    const tenantId = headers['x-workspace-id'] ?? account.defaultWorkspaceId;
    const membership = account.memberships.find(({ workspaceId }) => workspaceId === tenantId);
    if (membership === undefined) throw new AppError('FORBIDDEN', 'You are not a member of this workspace.');
    exchange.caller = {
      userId,
      tenantId,
      email: account.user.email,
      name: account.user.name,
      role: account.user.role,
      memberRole: membership.role,
      scopes: scopesOf({ role: account.user.role, memberRole: membership.role }),
      sessionId,
    };
  };
}
