import type { approvalRoutes } from '../../shared/api/approvals.ts';
import { paginate } from '../../shared/api/pagination.ts';
import type { ApprovalStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { approvalView } from './approval-view.ts';

/** What the executions of a workspace ask, newest first. */
export function listApprovals({
  approvals,
}: {
  approvals: Pick<ApprovalStore, 'list'>;
}): Handler<typeof approvalRoutes.listApprovals> {
  return async ({ query: { page, limit, status }, caller }) => {
    const found = await approvals.list({ tenantId: caller.tenantId, status, page, limit });
    const { items, total, nextCursor } = found;
    return {
      approvals: items.map((approval) => approvalView(approval, caller)),
      pagination: paginate({ page, limit, total, ...(nextCursor === undefined ? {} : { nextCursor }) }),
    };
  };
}
