import type { connectionRoutes } from '../../shared/api/connections.ts';
import { paginate } from '../../shared/api/pagination.ts';
import type { ConnectionStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { connectionView } from './connection-view.ts';

/** The connections of the workspace, filtered; `total`, `active` and `failed` count all of them. */
export function listConnections({
  connections,
}: {
  connections: ConnectionStore;
}): Handler<typeof connectionRoutes.listConnections> {
  return async ({ query: { page, limit, status, type }, caller }) => {
    const all = await connections.listAll(caller.tenantId);
    const fitting = all.filter(
      (connection) =>
        (status === undefined || connection.status === status) &&
        (type === undefined || connection.auth.type === type),
    );
    return {
      connections: fitting.slice((page - 1) * limit, page * limit).map(connectionView),
      total: all.length,
      active: all.filter((connection) => connection.status === 'ACTIVE').length,
      failed: all.filter((connection) => connection.ingestionStatus === 'FAILED').length,
      pagination: paginate({ page, limit, total: fitting.length }),
    };
  };
}
