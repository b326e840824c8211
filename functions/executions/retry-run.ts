import { AppError } from '../../shared/domain/errors.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import type { Run } from '../../shared/domain/run.ts';
import { isApproved, leavesOf, type WorkflowVersion } from '../../shared/domain/workflow.ts';
import { entriesToTakeOver } from '../../shared/engine/take-over.ts';
import type { Change, RunStarter, RunStore, WorkflowLines, WorkflowStore } from '../../shared/ports.ts';
import { createRun } from '../../shared/runs/create-run.ts';

export interface RetryPorts {
  readonly runs: RunStore;
  readonly workflows: WorkflowStore;
  readonly lines: WorkflowLines;
  readonly starter: RunStarter;
}

/**
 * Runs a failed or cancelled run again: a new run that takes the finished steps over and begins at the first that is
 * not finished, or that the newest version has changed. What failed stays in the history as it was.
 */
export async function retryRun({
  old,
  id,
  version: wanted,
  userId,
  now,
  change,
  ports: { workflows, ...ports },
}: {
  readonly old: Run;
  /** Of the new run; where it exists, nothing is started. */
  readonly id: string;
  readonly version: 'same' | 'latest';
  readonly userId: string;
  /** ISO 8601. */
  readonly now: string;
  readonly change: (about: JsonObject) => Change;
  readonly ports: RetryPorts;
}): Promise<{ readonly created: boolean; readonly run: Run; readonly stepsTakenOver: number }> {
  if (old.status !== 'failed' && old.status !== 'cancelled') throw new AppError('EXECUTION_NOT_FAILED');
  refuseUndecided(old);
  const { tenantId, workflowId } = old;
  const before = await workflows.getVersion(tenantId, workflowId, old.workflowVersion);
  const version =
    wanted === 'latest' ? await latestApproved({ workflows, tenantId, id: workflowId }) : before;
  if (before === undefined || version === undefined)
    throw new AppError('RESOURCE_NOT_FOUND', 'The workflow of this execution is gone.');
  const steps = entriesToTakeOver({ journal: old.steps, before: before.steps, after: version.steps });
  const run: Run = {
    id,
    tenantId,
    workflowId,
    workflowVersion: version.version,
    planHash: version.planHash,
    status: 'pending',
    input: old.input,
    steps,
    stepCount: leavesOf(version.steps).length,
    startedBy: userId,
    retryOf: old.id,
    createdAt: now,
    lastActivity: now,
    fence: 0,
    leaseUntil: 0,
  };
  const about = { executionId: id, retryOf: old.id, workflowId, version: version.version };
  const { created, run: stored } = await createRun({
    run,
    workflow: await workflows.get(tenantId, workflowId),
    change: change(about),
    ports,
  });
  if (created) await workflows.touch(tenantId, workflowId, now);
  return { created, run: stored, stepsTakenOver: Object.keys(steps).length };
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
