import { AppError } from '../domain/errors.ts';
import type { CredentialStore, SealedCredential } from '../ports.ts';
import { changeWrites } from './change-writes.ts';
import { connectionNotFound } from './connection-not-found.ts';
import { credentialOf } from './credential-rows.ts';
import { deactivationWrites, storingWrites } from './credential-writes.ts';
import type { TableClient } from './table-operations.ts';
import { connectionKey, liveCredentialKey } from './table.ts';

const CONNECTION_EXISTS = 'attribute_exists(pk)';

/** Credentials of connections in the table: immutable versions, and a copy of the live one. */
export function createCredentialStore({ table }: { table: TableClient }): CredentialStore {
  const getSealed: CredentialStore['getSealed'] = async (tenantId, connectionId) => {
    const item = await table.get(liveCredentialKey({ tenantId, connectionId }));
    return item && credentialOf(item);
  };
  return {
    getSealed,
    async getMetadata(tenantId, connectionId) {
      return (await getSealed(tenantId, connectionId))?.metadata;
    },
    async put(credential, change) {
      await table.transact([
        {
          key: connectionKeyOf(credential),
          // The revision moves, so that a deletion under way sees that there is one version more to delete.
          update: 'SET credentialId = :id, updatedAt = :at ADD revision :one',
          condition: CONNECTION_EXISTS,
          values: { ':id': credential.metadata.id, ':at': credential.metadata.updatedAt, ':one': 1 },
          refused: connectionNotFound,
        },
        ...storingWrites(credential),
        ...changeWrites(credential.tenantId, change),
      ]);
    },
    async deactivate(tenantId, connectionId, at, change) {
      const present = await getSealed(tenantId, connectionId);
      if (present === undefined)
        throw new AppError('RESOURCE_NOT_FOUND', 'This connection has no credentials.');
      await table.transact([
        ...deactivationWrites({ tenantId, live: present.metadata, at }),
        {
          key: connectionKey({ tenantId, id: connectionId }),
          update: 'SET updatedAt = :at ADD revision :one REMOVE credentialId',
          condition: CONNECTION_EXISTS,
          values: { ':at': at, ':one': 1 },
          refused: connectionNotFound,
        },
        ...changeWrites(tenantId, change),
      ]);
    },
  };
}

function connectionKeyOf({ tenantId, metadata }: SealedCredential) {
  return connectionKey({ tenantId, id: metadata.apiConnectionId });
}
