import type { executionControlRoutes } from '../../shared/api/execution-control.ts';
import { runIdFor } from '../../shared/domain/run-id.ts';
import { waitsInLine } from '../../shared/domain/run.ts';
import type { Ids } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findRun } from './find-run.ts';
import { retryRun, type RetryPorts } from './retry-run.ts';

/** Runs a failed or cancelled execution again from where it stopped; the same Idempotency-Key starts one. */
export function retryExecution({
  ids,
  ...ports
}: RetryPorts & { ids: Ids }): Handler<typeof executionControlRoutes.retryExecution> {
  return async ({ params: { executionId }, body, caller, request, change, unchanged }) => {
    const { tenantId, userId } = caller;
    const old = await findRun({ runs: ports.runs, tenantId, id: executionId });
    const { idempotencyKey, now } = request;
    const id =
      idempotencyKey === undefined
        ? ids.next('run')
        : runIdFor({ tenantId, workflowId: old.workflowId, key: `retry:${executionId}:${idempotencyKey}` });
    const { created, run, stepsTakenOver } = await retryRun({
      old,
      id,
      version: body?.version ?? 'same',
      userId,
      now,
      change: (about) =>
        change({ details: about, events: [{ type: 'execution.started', data: about, runId: id }] }),
      ports,
    });
    if (!created) unchanged();
    const status = run.status === 'pending' && !waitsInLine(run) ? 'running' : run.status;
    return { executionId: id, retryOf: executionId, status, startedAt: run.createdAt, stepsTakenOver };
  };
}
