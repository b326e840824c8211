import type { Connection, CredentialSecret } from '../../shared/domain/connection.ts';
import { CredentialSecret as credentialSchema } from '../../shared/domain/connection.ts';
import { credentialContext } from '../../shared/domain/credential-context.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { Secret } from '../../shared/domain/secret.ts';
import type { Clock, ConnectionStore, CredentialStore, Vault } from '../../shared/ports.ts';

/** A connection that can be called: its credential is open, and `label` says which version it is. */
export interface OpenConnection {
  readonly connection: Connection;
  readonly credential: { readonly secret: Secret<CredentialSecret>; readonly label: string } | undefined;
}

/**
 * Opens connections of one tenant for one run: each is read and decrypted once. Throws CREDENTIAL_MISSING where the API
 * needs a credential and none is stored, or it has expired.
 */
export function connectionOpener({
  tenantId,
  connections,
  credentials,
  vault,
  clock,
}: {
  tenantId: string;
  connections: Pick<ConnectionStore, 'get'>;
  credentials: Pick<CredentialStore, 'getSealed'>;
  vault: Pick<Vault, 'open'>;
  clock: Clock;
}): (connectionId: string) => Promise<OpenConnection> {
  const opened = new Map<string, Promise<OpenConnection>>();

  const open = async (connectionId: string): Promise<OpenConnection> => {
    const [connection, sealed] = await Promise.all([
      connections.get(tenantId, connectionId),
      credentials.getSealed(tenantId, connectionId),
    ]);
    if (connection === undefined) {
      throw new AppError('STEP_INPUT_INVALID', 'The connection of this step has been deleted.');
    }
    if (connection.auth.type === 'none') return { connection, credential: undefined };
    if (sealed === undefined || !sealed.metadata.isActive) {
      throw new AppError('CREDENTIAL_MISSING', `No credentials are stored for "${connection.name}".`);
    }
    const { id, version, expiresAt } = sealed.metadata;
    if (expiresAt !== undefined && Date.parse(expiresAt) <= clock.now()) {
      throw new AppError('CREDENTIAL_MISSING', `The credentials of "${connection.name}" have expired.`);
    }
    const plaintext = await vault.open(sealed.sealed, credentialContext({ tenantId, connectionId }));
    const secret = new Secret(credentialSchema.parse(plaintext.reveal()));
    return { connection, credential: { secret, label: `${id}#${version}` } };
  };

  return (connectionId) => {
    const known = opened.get(connectionId) ?? open(connectionId);
    opened.set(connectionId, known);
    return known;
  };
}
