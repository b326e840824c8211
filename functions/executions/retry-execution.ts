import type { executionControlRoutes } from '../../shared/api/execution-control.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { runIdFor } from '../../shared/domain/run-id.ts';
import { waitsInLine, type Run } from '../../shared/domain/run.ts';
import { isApproved, leavesOf, type WorkflowVersion } from '../../shared/domain/workflow.ts';
import { entriesToTakeOver } from '../../shared/engine/take-over.ts';
import type { Ids, RunStarter, RunStore, WorkflowLines, WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { createRun } from '../../shared/runs/create-run.ts';
import { findRun } from './find-run.ts';

/**
 * Runs a failed or cancelled execution again: a new run that takes the finished steps over and begins at the first that is
 * not finished, or that the newest version has changed. What failed stays in the history as it was.
 */
export function retryExecution({
  runs,
  workflows,
  lines,
  starter,
  ids,
}: {
  runs: RunStore;
  lines: WorkflowLines;
  workflows: WorkflowStore;
  starter: RunStarter;
  ids: Ids;
}): Handler<typeof executionControlRoutes.retryExecution> {
  return async ({
    params: { executionId },
    body,
    caller: { tenantId, userId },
    request,
    change,
    unchanged,
  }) => {
    const old = await findRun({ runs, tenantId, id: executionId });
    if (old.status !== 'failed' && old.status !== 'cancelled') throw new AppError('EXECUTION_NOT_FAILED');
    refuseUndecided(old);
    const before = await workflows.getVersion(tenantId, old.workflowId, old.workflowVersion);
    const version =
      body?.version === 'latest' ? await latestApproved({ workflows, tenantId, id: old.workflowId }) : before;
    if (before === undefined || version === undefined)
      throw new AppError('RESOURCE_NOT_FOUND', 'The workflow of this execution is gone.');
    const steps = entriesToTakeOver({ journal: old.steps, before: before.steps, after: version.steps });
    const { idempotencyKey, now } = request;
    const id =
      idempotencyKey === undefined
        ? ids.next('run')
        : runIdFor({ tenantId, workflowId: old.workflowId, key: `retry:${executionId}:${idempotencyKey}` });
    const run: Run = {
      id,
      tenantId,
      workflowId: old.workflowId,
      workflowVersion: version.version,
      planHash: version.planHash,
      status: 'pending',
      input: old.input,
      steps,
      stepCount: leavesOf(version.steps).length,
      startedBy: userId,
      retryOf: executionId,
      createdAt: now,
      lastActivity: now,
      fence: 0,
      leaseUntil: 0,
    };
    const about = {
      executionId: id,
      retryOf: executionId,
      workflowId: old.workflowId,
      version: version.version,
    };
    const event = { type: 'execution.started' as const, data: about, runId: id };
    const { created, run: stored } = await createRun({
      run,
      workflow: await workflows.get(tenantId, old.workflowId),
      change: change({ details: about, events: [event] }),
      checkExisting: () => unchanged(),
      ports: { runs, lines, starter },
    });
    if (created) await workflows.touch(tenantId, old.workflowId, now);
    const status = stored.status === 'pending' && !waitsInLine(stored) ? 'running' : stored.status;
    const stepsTakenOver = Object.keys(steps).length;
    return { executionId: id, retryOf: executionId, status, startedAt: stored.createdAt, stepsTakenOver };
  };
}

/** What may have taken effect is not sent again blindly. */
function refuseUndecided({ steps }: Run): void {
  const open = Object.entries(steps).filter(([, { status }]) => status === 'unknown');
  if (open.length === 0) return;
  const details = open.map(([key]) => ({
    path: `steps.${key}`,
    message: 'Decide first: retry, skip or done.',
  }));
  throw new AppError('STEP_OUTCOME_UNKNOWN', undefined, { details });
}

async function latestApproved({
  workflows,
  tenantId,
  id,
}: {
  workflows: WorkflowStore;
  tenantId: string;
  id: string;
}): Promise<WorkflowVersion | undefined> {
  const workflow = await workflows.get(tenantId, id);
  if (workflow === undefined) return undefined;
  if (!isApproved(workflow)) throw new AppError('PLAN_NOT_APPROVED');
  return workflows.getVersion(tenantId, id, workflow.version);
}
