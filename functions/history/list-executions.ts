import type { executionRoutes } from '../../shared/api/executions.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { RunStore, WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { executionList, runQueryOf } from './execution-list.ts';

/** The executions of a workflow, newest first. */
export function listExecutions({
  runs,
  workflows,
}: {
  runs: RunStore;
  workflows: WorkflowStore;
}): Handler<typeof executionRoutes.listExecutions> {
  return async ({ params: { workflowId }, query, caller: { tenantId } }) => {
    const workflow = await workflows.get(tenantId, workflowId);
    if (workflow === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.');
    return executionList(query, await runs.list(runQueryOf(query, { tenantId, workflowId })));
  };
}
