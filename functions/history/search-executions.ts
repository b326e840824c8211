import type { executionRoutes } from '../../shared/api/executions.ts';
import type { RunStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { executionList, runQueryOf } from './execution-list.ts';

/** The executions of a workspace, newest first, those of deleted workflows included. */
export function searchExecutions({
  runs,
}: {
  runs: RunStore;
}): Handler<typeof executionRoutes.searchExecutions> {
  return async ({ query: { workflowId, ...query }, caller: { tenantId } }) => {
    const whose = { tenantId, ...(workflowId === undefined ? {} : { workflowId }) };
    return executionList(query, await runs.list(runQueryOf(query, whose)));
  };
}
