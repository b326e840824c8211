import type { ConnectionStore } from '../ports.ts';
import { connectionOf } from './connection-rows.ts';
import type { TableClient } from './table-operations.ts';
import { CONNECTION_PREFIX, connectionKey, tenantPartition } from './table.ts';

const CONNECTION_EXISTS = 'attribute_exists(pk)';

/** Few functions write connections, and all of them read some. */
const writing = () => import('./connection-writes.ts');

/** Connections in the table. */
export function createConnectionStore({ table }: { table: TableClient }): ConnectionStore {
  const get: ConnectionStore['get'] = async (tenantId, id) => {
    const item = await table.get(connectionKey({ tenantId, id }));
    return item && connectionOf(item);
  };
  return {
    get,
    async create(connection, change, credential) {
      const { writeNewConnection } = await writing();
      await writeNewConnection({ table, connection, change, credential });
    },
    async update(update, change) {
      const { updateConnection } = await writing();
      await updateConnection({ table, update, change });
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
      const { deleteConnection } = await writing();
      await deleteConnection({ table, get, tenantId, id, change });
    },
    async noteCheck(note) {
      const { writeCheck } = await import('./write-check.ts');
      await writeCheck({ table, ...note });
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
