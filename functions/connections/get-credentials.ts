import type { connectionRoutes } from '../../shared/api/connections.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { CredentialStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { credentialView } from './connection-view.ts';

/** What is known of a connection's credentials. */
export function getCredentials({
  credentials,
}: {
  credentials: CredentialStore;
}): Handler<typeof connectionRoutes.getCredentials> {
  return async ({ params: { id }, caller: { tenantId } }) => {
    const metadata = await credentials.getMetadata(tenantId, id);
    if (metadata === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'No credentials are stored here.');
    return { credentials: credentialView(metadata) };
  };
}
