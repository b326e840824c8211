import type { concurrencyRoutes } from '../../shared/api/concurrency.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { WorkflowLines, WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** How many executions a workflow may have under way, and how many it has. */
export function getConcurrency({
  workflows,
  lines,
}: {
  workflows: Pick<WorkflowStore, 'get'>;
  lines: Pick<WorkflowLines, 'look'>;
}): Handler<typeof concurrencyRoutes.getConcurrency> {
  return async ({ params: { id }, caller: { tenantId } }) => {
    const workflow = await workflows.get(tenantId, id);
    if (workflow === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.');
    const { running, waiting } = await lines.look({ tenantId, workflowId: id });
    return { concurrency: workflow.concurrency ?? null, running: running.length, waiting };
  };
}
