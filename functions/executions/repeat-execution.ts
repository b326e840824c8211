import type { executionControlRoutes } from '../../shared/api/execution-control.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { JsonObject } from '../../shared/domain/json.ts';
import { runIdFor } from '../../shared/domain/run-id.ts';
import { waitsInLine } from '../../shared/domain/run.ts';
import type { Ids } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { startRun } from '../../shared/runs/start-run.ts';
import { findRun } from './find-run.ts';
import type { RetryPorts } from './retry-run.ts';

/** Runs the approved version of now with the input that an execution had, from the first step. */
export function repeatExecution({
  ids,
  ...ports
}: RetryPorts & { ids: Ids }): Handler<typeof executionControlRoutes.repeatExecution> {
  return async ({ params: { executionId }, caller, request, change, unchanged }) => {
    const { tenantId, userId } = caller;
    const { workflowId, input } = await findRun({ runs: ports.runs, tenantId, id: executionId });
    const workflow = await ports.workflows.get(tenantId, workflowId);
    if (workflow === undefined)
      throw new AppError('RESOURCE_NOT_FOUND', 'The workflow of this execution is gone.');
    const { idempotencyKey, now } = request;
    const runId =
      idempotencyKey === undefined
        ? ids.next('run')
        : runIdFor({ tenantId, workflowId, key: `repeat:${executionId}:${idempotencyKey}` });
    const { run } = await startRun({
      request: { workflow, runId, input: JsonObject.parse(input), startedBy: userId, now },
      change: (about) =>
        change({
          details: { ...about, repeatOf: executionId },
          events: [{ type: 'execution.started', data: about, runId }],
        }),
      checkExisting: unchanged,
      ports,
    });
    const status = run.status === 'pending' && !waitsInLine(run) ? 'running' : run.status;
    return { executionId: runId, repeatOf: executionId, status, startedAt: run.createdAt };
  };
}
