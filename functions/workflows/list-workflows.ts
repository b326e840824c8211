import { paginate } from '../../shared/api/pagination.ts';
import type { workflowRoutes } from '../../shared/api/workflows.ts';
import type { WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { workflowSummary } from './workflow-view.ts';

/** The workflows of the workspace, newest first. */
export function listWorkflows({
  workflows,
}: {
  workflows: WorkflowStore;
}): Handler<typeof workflowRoutes.listWorkflows> {
  return async ({ query: { page, limit, status, search }, caller: { tenantId } }) => {
    const { items, total, nextCursor } = await workflows.list(tenantId, {
      page,
      limit,
      ...(status === undefined ? {} : { status }),
      ...(search === undefined ? {} : { search }),
    });
    return {
      workflows: items.map(workflowSummary),
      pagination: paginate({ page, limit, total, ...(nextCursor === undefined ? {} : { nextCursor }) }),
    };
  };
}
