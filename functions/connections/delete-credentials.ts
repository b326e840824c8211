import type { connectionRoutes } from '../../shared/api/connections.ts';
import type { CredentialStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** Takes a connection's credentials out of use. */
export function deleteCredentials({
  credentials,
}: {
  credentials: CredentialStore;
}): Handler<typeof connectionRoutes.deleteCredentials> {
  return async ({ params: { id }, caller: { tenantId }, request, change }) => {
    const about = { connectionId: id };
    const record = change({ details: about, events: [{ type: 'credential.deleted', data: about }] });
    await credentials.deactivate(tenantId, id, request.now, record);
    return { apiConnectionId: id };
  };
}
