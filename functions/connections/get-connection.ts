import type { connectionRoutes } from '../../shared/api/connections.ts';
import type { ConnectionStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { connectionView } from './connection-view.ts';
import { findConnection } from './find-connection.ts';

/** One connection. */
export function getConnection({
  connections,
}: {
  connections: ConnectionStore;
}): Handler<typeof connectionRoutes.getConnection> {
  return async ({ params: { id }, caller: { tenantId } }) =>
    connectionView(await findConnection({ connections, tenantId, id }));
}
