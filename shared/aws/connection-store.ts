import { AppError } from '../domain/errors.ts';
import type { Change, ConnectionStore } from '../ports.ts';
import { changeWrites } from './change-writes.ts';
import { connectionOf, connectionRow } from './connection-rows.ts';
import { credentialRows } from './credential-rows.ts';
import type { Item, TableClient } from './table-operations.ts';
import {
  CONNECTION_PREFIX,
  connectionKey,
  countersKey,
  credentialVersionsPrefix,
  liveCredentialKey,
  tenantPartition,
  type ItemKey,
} from './table.ts';

const NEW_CONNECTION = 'attribute_not_exists(pk)';
const CONNECTION_EXISTS = 'attribute_exists(pk)';
/** Nothing has been changed, and no credential added, since it was read. */
const SAME_REVISION = 'revision = :revision';

/** A transaction takes 100 writes; the rest is left to those beside the versions. */
const VERSIONS_IN_TRANSACTION = 80;
const DELETE_ATTEMPTS = 4;

/** Connections in the table. */
export function createConnectionStore({ table }: { table: TableClient }): ConnectionStore {
  const get: ConnectionStore['get'] = async (tenantId, id) => {
    const item = await table.get(connectionKey({ tenantId, id }));
    return item && connectionOf(item);
  };
  return {
    get,
    async create(connection, change, credential) {
      const rows = credential && credentialRows(credential);
      await table.transact([
        {
          put: connectionRow(connection),
          condition: NEW_CONNECTION,
          refused: () => new AppError('CONFLICT', 'A connection with this id exists.'),
        },
        countConnections(connection.tenantId, 1),
        ...(rows === undefined ? [] : [{ put: rows.version }, { put: rows.live }]),
        ...changeWrites(connection.tenantId, change),
      ]);
    },
    async update({ before, after, credential }, change) {
      // Few functions change connections, and all of them read some.
      const { connectionUpdateWrites } = await import('./connection-update-writes.ts');
      const writes = connectionUpdateWrites({ before, after, credential, refused: whyNotUpdated });
      await table.transact([...writes, ...changeWrites(before.tenantId, change)]);
    },
    async getMany(tenantId, ids) {
      const keys = [...new Set(ids)].map((id) => connectionKey({ tenantId, id }));
      return (await table.getMany(keys)).map(connectionOf);
    },
    async listAll(tenantId) {
      const items = await table.query({ partition: tenantPartition(tenantId), prefix: CONNECTION_PREFIX });
      return items.map(connectionOf);
    },
    async delete(tenantId, id, change) {
      for (let attempt = 1; ; attempt += 1) {
        const connection = await get(tenantId, id);
        if (connection === undefined) throw connectionNotFound();
        try {
          return await deleteRevision({ table, tenantId, id, revision: connection.revision, change });
        } catch (error) {
          // Somebody stored a credential meanwhile: its version would be left behind, so read again.
          if (!(error instanceof RevisionMoved)) throw error;
          if (attempt === DELETE_ATTEMPTS) throw new AppError('CONFLICT');
        }
      }
    },
    async touch(tenantId, id, at) {
      await table.update({
        key: connectionKey({ tenantId, id }),
        update: 'SET lastUsed = :at',
        condition: CONNECTION_EXISTS,
        values: { ':at': at },
      });
    },
  };
}

/** The answer for a connection that is not there, or not the caller's. */
export function connectionNotFound(): AppError {
  return new AppError('RESOURCE_NOT_FOUND', 'Connection not found.');
}

function whyNotUpdated(present: Item): AppError {
  return present['revision'] === undefined ? connectionNotFound() : new AppError('CONFLICT');
}

class RevisionMoved extends Error {}

async function deleteRevision({
  table,
  tenantId,
  id,
  revision,
  change,
}: {
  table: TableClient;
  tenantId: string;
  id: string;
  revision: number;
  change: Change;
}): Promise<void> {
  const versions = await credentialVersions({ table, tenantId, id });
  // Oldest first, before the transaction: a crash here loses history, never leaves a ciphertext without its connection.
  await table.deleteMany(versions.slice(0, -VERSIONS_IN_TRANSACTION));
  await table.transact([
    {
      delete: connectionKey({ tenantId, id }),
      condition: SAME_REVISION,
      values: { ':revision': revision },
      refused: () => new RevisionMoved(),
    },
    countConnections(tenantId, -1),
    { delete: liveCredentialKey({ tenantId, connectionId: id }) },
    ...versions.slice(-VERSIONS_IN_TRANSACTION).map((key) => ({ delete: key })),
    ...changeWrites(tenantId, change),
  ]);
}

async function credentialVersions({
  table,
  tenantId,
  id,
}: {
  table: TableClient;
  tenantId: string;
  id: string;
}): Promise<ItemKey[]> {
  const pk = tenantPartition(tenantId);
  const items = await table.query({
    partition: pk,
    prefix: credentialVersionsPrefix(id),
    attributes: ['sk'],
  });
  return items.map((item) => ({ pk, sk: String(item['sk']) }));
}

function countConnections(tenantId: string, step: 1 | -1) {
  return { key: countersKey(tenantId), update: 'ADD connections :step', values: { ':step': step } };
}
