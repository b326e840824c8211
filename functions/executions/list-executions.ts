import type { executionRoutes } from '../../shared/api/executions.ts';
import { paginate } from '../../shared/api/pagination.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { Run } from '../../shared/domain/run.ts';
import type { RunStore, WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** The executions of a workflow, newest first. */
export function listExecutions({
  runs,
  workflows,
}: {
  runs: RunStore;
  workflows: WorkflowStore;
}): Handler<typeof executionRoutes.listExecutions> {
  return async ({ params: { workflowId }, query: { page, limit, status }, caller: { tenantId } }) => {
    const workflow = await workflows.get(tenantId, workflowId);
    if (workflow === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.');
    const { items, total, nextCursor } = await runs.list({
      tenantId,
      workflowId,
      page,
      limit,
      ...(status === undefined ? {} : { status }),
    });
    return {
      executions: items.map(executionSummary),
      pagination: paginate({ page, limit, total, ...(nextCursor === undefined ? {} : { nextCursor }) }),
    };
  };
}

function executionSummary({ id, status, startedAt, completedAt, stepCount, steps }: Run) {
  return {
    id,
    status,
    startedAt: startedAt ?? null,
    completedAt: completedAt ?? null,
    duration:
      startedAt === undefined || completedAt === undefined
        ? null
        : Date.parse(completedAt) - Date.parse(startedAt),
    stepCount,
    successfulSteps: Object.values(steps).filter((record) => record.status === 'completed').length,
  };
}
