import type { Connection } from '../../shared/domain/connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { ConnectionStore } from '../../shared/ports.ts';

/** The connection of this workspace, or RESOURCE_NOT_FOUND: another workspace's looks like one that never was. */
export async function findConnection({
  connections,
  tenantId,
  id,
}: {
  connections: ConnectionStore;
  tenantId: string;
  id: string;
}): Promise<Connection> {
  const connection = await connections.get(tenantId, id);
  if (connection === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'API connection not found.');
  return connection;
}
