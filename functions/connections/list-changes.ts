import type { connectionRoutes } from '../../shared/api/connections.ts';
import { paginate } from '../../shared/api/pagination.ts';
import type { ChangeHistory, ConnectionStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { changeView } from './change-view.ts';
import { findConnection } from './find-connection.ts';

/** The history of a connection's document, newest first. */
export function listChanges({
  connections,
  changes,
}: {
  connections: ConnectionStore;
  changes: ChangeHistory;
}): Handler<typeof connectionRoutes.listChanges> {
  return async ({ params: { id }, query: { page, limit }, caller: { tenantId } }) => {
    await findConnection({ connections, tenantId, id });
    const found = await changes.list({ tenantId, connectionId: id }, { page, limit });
    const { items, total, nextCursor } = found;
    return {
      changes: items.map(changeView),
      pagination: paginate({ page, limit, total, ...(nextCursor === undefined ? {} : { nextCursor }) }),
    };
  };
}
