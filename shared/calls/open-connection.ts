import type { Connection, CredentialSecret } from '../domain/connection.ts';
import { CredentialSecret as credentialSchema } from '../domain/connection.ts';
import { credentialContext } from '../domain/credential-context.ts';
import { AppError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import type { Clock, ConnectionStore, CredentialStore, SealedCredential, Vault } from '../ports.ts';

/** A connection that can be called: its credential is open, and `label` says which version it is. */
export interface OpenConnection {
  readonly connection: Connection;
  readonly credential: { readonly secret: Secret<CredentialSecret>; readonly label: string } | undefined;
}

/** What opening a connection takes. */
export interface OpenerPorts {
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly credentials: Pick<CredentialStore, 'getSealed'>;
  readonly vault: Pick<Vault, 'open'>;
  readonly clock: Clock;
}

/**
 * Opens connections of one tenant for one run: each is read and decrypted once, and again after a failure. Throws STEP_INPUT_INVALID for one that is
 * gone, CONNECTION_INACTIVE for one that a person has switched off, and CREDENTIAL_MISSING where the API needs a
 * credential and none is stored, or it has expired.
 */
export function connectionOpener({
  tenantId,
  ...ports
}: OpenerPorts & { readonly tenantId: string }): (connectionId: string) => Promise<OpenConnection> {
  const opened = new Map<string, Promise<OpenConnection>>();
  return (connectionId) => {
    const known = opened.get(connectionId) ?? openConnection({ tenantId, connectionId, ...ports });
    opened.set(connectionId, known);
    // What was out of reach once is looked for again by the next try.
    known.catch(() => opened.delete(connectionId));
    return known;
  };
}

async function openConnection({
  tenantId,
  connectionId,
  connections,
  credentials,
  vault,
  clock,
}: OpenerPorts & { tenantId: string; connectionId: string }): Promise<OpenConnection> {
  const { connection, sealed } = await readPair({ tenantId, connectionId, connections, credentials });
  if (connection === undefined) {
    throw new AppError('STEP_INPUT_INVALID', 'The connection of this step has been deleted.');
  }
  if (connection.status === 'INACTIVE') {
    const message = `"${connection.name}" is inactive: set its status to active to call it.`;
    throw new AppError('CONNECTION_INACTIVE', message);
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
}

const READS = 3;

/**
 * A connection and its credential as of one moment. They are two reads: between them the connection may have moved to
 * another origin and got other credentials, and those must never go to the address that was read before. A move gives
 * the credential another id, so a pair that belongs together names the same one.
 */
async function readPair({
  tenantId,
  connectionId,
  connections,
  credentials,
}: Pick<OpenerPorts, 'connections' | 'credentials'> & { tenantId: string; connectionId: string }): Promise<{
  connection: Connection | undefined;
  sealed: SealedCredential | undefined;
}> {
  for (let read = 1; read <= READS; read += 1) {
    const [connection, sealed] = await Promise.all([
      connections.get(tenantId, connectionId),
      credentials.getSealed(tenantId, connectionId),
    ]);
    if (connection?.credentialId === sealed?.metadata.id) return { connection, sealed };
  }
  throw new AppError('CONFLICT', 'This connection was changed while it was read; try again.');
}
