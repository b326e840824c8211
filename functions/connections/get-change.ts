import type { connectionRoutes } from '../../shared/api/connections.ts';
import { paginate } from '../../shared/api/pagination.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { ChangeHistory, ConnectionStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { brokenWorkflowView, changeView, operationChangeView } from './change-view.ts';
import { findConnection } from './find-connection.ts';

/** One change of a connection's document with all of its operations, page by page. */
export function getChange({
  connections,
  changes,
}: {
  connections: ConnectionStore;
  changes: ChangeHistory;
}): Handler<typeof connectionRoutes.getChange> {
  return async ({ params: { id, changeId }, query: { page, limit }, caller: { tenantId } }) => {
    await findConnection({ connections, tenantId, id });
    const change = await changes.get(tenantId, id, changeId);
    if (change === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'Change not found.');
    const { operations, workflows } = (await changes.getWhole(tenantId, id, changeId)) ?? change;
    return {
      ...changeView(change),
      operations: operations.slice((page - 1) * limit, page * limit).map(operationChangeView),
      brokenWorkflows: workflows.map(brokenWorkflowView),
      pagination: paginate({ page, limit, total: operations.length }),
    };
  };
}
