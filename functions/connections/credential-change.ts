import type { Connection, CredentialSecret } from '../../shared/domain/connection.ts';
import type { CredentialChange, CredentialStore, Ids, Vault } from '../../shared/ports.ts';
import { leavesItsCredential } from './changed-connection.ts';
import { sealCredential } from './seal-credential.ts';

/** What becomes of a connection's credential when the connection changes, with the new secret sealed where there is one. */
export async function credentialChange({
  credentials,
  vault,
  ids,
  before,
  after,
  secret,
  now,
}: {
  credentials: Pick<CredentialStore, 'getMetadata'>;
  vault: Vault;
  ids: Ids;
  before: Connection;
  after: Connection;
  secret: CredentialSecret | undefined;
  now: string;
}): Promise<CredentialChange> {
  const leaves = leavesItsCredential(before, after);
  if (secret === undefined && !leaves) return { kind: 'keep' };
  const { tenantId, id: connectionId } = before;
  const live = await credentials.getMetadata(tenantId, connectionId);
  if (secret === undefined) return live === undefined ? { kind: 'keep' } : { kind: 'deactivate', live };
  const sealed = await sealCredential({
    vault,
    ids,
    tenantId,
    connectionId,
    secret,
    // At another origin it is another credential: whoever reads the connection before and the credential after sees it.
    previous: leaves ? undefined : live,
    expiresAt: undefined,
    now,
  });
  return { kind: 'store', sealed, ...(live === undefined ? {} : { replaced: live }) };
}

/** What the bus learns of it. */
export function credentialEvents(credential: CredentialChange) {
  if (credential.kind === 'keep') return [];
  if (credential.kind === 'deactivate') {
    const { apiConnectionId: connectionId } = credential.live;
    return [{ type: 'credential.deleted' as const, data: { connectionId } }];
  }
  const { id: credentialId, apiConnectionId: connectionId, version } = credential.sealed.metadata;
  return [{ type: 'credential.stored' as const, data: { connectionId, credentialId, version } }];
}
