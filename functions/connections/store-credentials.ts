import { secretFits } from '../../shared/domain/secret-fits.ts';
import type { connectionRoutes } from '../../shared/api/connections.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { ConnectionStore, CredentialStore, Ids, Vault } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { credentialView } from './connection-view.ts';
import { findConnection } from './find-connection.ts';
import { sealCredential } from './seal-credential.ts';

/** Stores a new version of a connection's credentials; it is the live one from then on. */
export function storeCredentials({
  connections,
  credentials,
  vault,
  ids,
}: {
  connections: ConnectionStore;
  credentials: CredentialStore;
  vault: Vault;
  ids: Ids;
}): Handler<typeof connectionRoutes.storeCredentials | typeof connectionRoutes.replaceCredentials> {
  return async ({ params: { id }, body, caller: { tenantId }, request, change }) => {
    const { auth } = await findConnection({ connections, tenantId, id });
    if (!secretFits(auth.type, body.credentials)) {
      const message = `These credentials do not fit a connection with authType ${auth.type}.`;
      throw new AppError('VALIDATION_ERROR', message, { details: [{ path: 'body.credentials', message }] });
    }
    const credential = await sealCredential({
      vault,
      ids,
      tenantId,
      connectionId: id,
      secret: body.credentials,
      previous: await credentials.getMetadata(tenantId, id),
      expiresAt: body.expiresAt,
      now: request.now,
    });
    const { metadata } = credential;
    const about = { connectionId: id, credentialId: metadata.id, version: metadata.version };
    await credentials.put(
      credential,
      change({ details: about, events: [{ type: 'credential.stored', data: about }] }),
    );
    return { credentials: credentialView(metadata) };
  };
}
