import type { executionControlRoutes } from '../../shared/api/execution-control.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { canonicalJson } from '../../shared/domain/json.ts';
import { runIdFor } from '../../shared/domain/run-id.ts';
import { waitsInLine } from '../../shared/domain/run.ts';
import type { Ids, RunStarter, RunStore, WorkflowLines, WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { startRun } from '../../shared/runs/start-run.ts';

/** Starts a run of the approved version; the same Idempotency-Key with the same input starts one. */
export function executeWorkflow({
  workflows,
  runs,
  lines,
  starter,
  ids,
}: {
  workflows: WorkflowStore;
  runs: RunStore;
  lines: WorkflowLines;
  starter: RunStarter;
  ids: Ids;
}): Handler<typeof executionControlRoutes.executeWorkflow> {
  return async ({ params: { id }, body, caller: { tenantId, userId }, request, change, unchanged }) => {
    const workflow = await workflows.get(tenantId, id);
    if (workflow === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.');
    const input = body?.input ?? {};
    const { idempotencyKey, now } = request;
    const runId =
      idempotencyKey === undefined
        ? ids.next('run')
        : runIdFor({ tenantId, workflowId: id, key: `request:${idempotencyKey}` });
    const { run } = await startRun({
      request: { workflow, runId, input, startedBy: userId, now },
      change: (about) =>
        change({ details: about, events: [{ type: 'execution.started', data: about, runId }] }),
      checkExisting(stored) {
        unchanged();
        if (canonicalJson(stored.input) !== canonicalJson(input)) throw new AppError('IDEMPOTENCY_CONFLICT');
      },
      ports: { workflows, runs, lines, starter },
    });
    // The reference answers `running` from the start; `pending` lasts until the machine has taken the run.
    const status = run.status === 'pending' && !waitsInLine(run) ? 'running' : run.status;
    return { executionId: runId, status, startedAt: run.createdAt };
  };
}
