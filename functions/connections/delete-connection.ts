import type { connectionRoutes } from '../../shared/api/connections.ts';
import type { ConnectionStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findConnection } from './find-connection.ts';

/** Disconnects an API and deletes its credentials. */
export function deleteConnection({
  connections,
}: {
  connections: ConnectionStore;
}): Handler<typeof connectionRoutes.deleteConnection> {
  return async ({ params: { id }, caller: { tenantId }, change }) => {
    const { name } = await findConnection({ connections, tenantId, id });
    const note = {
      details: { connectionId: id, name },
      events: [{ type: 'connection.deleted' as const, data: { connectionId: id } }],
    };
    await connections.delete(tenantId, id, change(note));
    return { id };
  };
}
