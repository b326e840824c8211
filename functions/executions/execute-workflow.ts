import type { executionControlRoutes } from '../../shared/api/execution-control.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { canonicalJson } from '../../shared/domain/json.ts';
import { runIdFor } from '../../shared/domain/run-id.ts';
import { WATCH_AFTER_SECONDS, type Run } from '../../shared/domain/run.ts';
import type { Ids, RunStarter, RunStore, WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { isApproved } from '../../shared/domain/workflow.ts';

/** Of the input, as JSON; larger data is fetched by a step. */
const MAX_INPUT_BYTES = 256 * 1024;

/**
 * Starts a run of the approved version. The watchdog is armed before the run is written, and the machine is started
 * after: wherever this stops, either nothing was written or somebody looks after the run.
 */
export function executeWorkflow({
  workflows,
  runs,
  starter,
  ids,
}: {
  workflows: WorkflowStore;
  runs: RunStore;
  starter: RunStarter;
  ids: Ids;
}): Handler<typeof executionControlRoutes.executeWorkflow> {
  return async ({ params: { id }, body, caller: { tenantId, userId }, request, change, unchanged }) => {
    const workflow = await workflows.get(tenantId, id);
    if (workflow === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.');
    if (!isApproved(workflow)) {
      throw new AppError(
        'PLAN_NOT_APPROVED',
        `Approve version ${workflow.version} first, by its hash ${workflow.planHash}.`,
      );
    }
    if (workflow.status === 'paused') throw new AppError('WORKFLOW_PAUSED');
    const input = body?.input ?? {};
    if (Buffer.byteLength(JSON.stringify(input)) > MAX_INPUT_BYTES) {
      throw new AppError('PAYLOAD_TOO_LARGE', 'The input of an execution may have 256 KB.');
    }
    const { idempotencyKey } = request;
    const runId =
      idempotencyKey === undefined
        ? ids.next('run')
        : runIdFor({ tenantId, workflowId: id, key: `request:${idempotencyKey}` });
    const run: Run = {
      id: runId,
      tenantId,
      workflowId: id,
      workflowVersion: workflow.version,
      planHash: workflow.planHash,
      status: 'pending',
      input,
      steps: {},
      stepCount: workflow.stepCount,
      startedBy: userId,
      createdAt: request.now,
      lastActivity: request.now,
      fence: 0,
      leaseUntil: 0,
    };
    await starter.arm({ tenantId, runId, delaySeconds: WATCH_AFTER_SECONDS });
    const about = { executionId: runId, workflowId: id, version: workflow.version };
    const record = change({ details: about, events: [{ type: 'execution.started', data: about, runId }] });
    const { created, run: stored } = await runs.create(run, record);
    if (!created) {
      unchanged();
      if (canonicalJson(stored.input) !== canonicalJson(input)) throw new AppError('IDEMPOTENCY_CONFLICT');
    }
    if (stored.status === 'pending') await starter.start({ tenantId, runId });
    if (created) await workflows.touch(tenantId, id, request.now);
    // The reference answers `running` from the start; `pending` lasts until the machine has taken the run.
    const status = stored.status === 'pending' ? 'running' : stored.status;
    return { executionId: runId, status, startedAt: stored.createdAt };
  };
}
