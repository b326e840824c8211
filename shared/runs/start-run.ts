import { AppError } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import { WATCH_AFTER_SECONDS, type Run } from '../domain/run.ts';
import { isApproved, type Workflow } from '../domain/workflow.ts';
import type { Change, RunStarter, RunStore, WorkflowStore } from '../ports.ts';

/** Of the input, as JSON; larger data is fetched by a step. */
const MAX_INPUT_BYTES = 256 * 1024;

export interface StartPorts {
  readonly workflows: Pick<WorkflowStore, 'touch'>;
  readonly runs: Pick<RunStore, 'create'>;
  readonly starter: RunStarter;
}

/** What is to run. */
export interface StartRequest {
  readonly workflow: Workflow;
  /** One id is one run: whoever starts it again is told of the first. */
  readonly runId: string;
  readonly input: JsonObject;
  readonly startedBy: string;
  /** ISO 8601. */
  readonly now: string;
  /** Where a trigger starts it. */
  readonly cause?: Pick<Run, 'trigger' | 'triggerId' | 'chain'>;
}

/**
 * Starts a run of the current version, which must be approved: PLAN_NOT_APPROVED, WORKFLOW_PAUSED, PAYLOAD_TOO_LARGE. The
 * watchdog is armed before the run is written, and the machine is started after: wherever this stops, either nothing was
 * written or somebody looks after the run.
 */
export async function startRun({
  request,
  change,
  checkExisting = () => {},
  ports: { workflows, runs, starter },
}: {
  readonly request: StartRequest;
  /** The record of the start, of what it is about. */
  readonly change: (about: JsonObject) => Change;
  /** May refuse to go on with a run that was there before. */
  readonly checkExisting?: (run: Run) => void;
  readonly ports: StartPorts;
}): Promise<{ readonly created: boolean; readonly run: Run }> {
  const { workflow, runId, now } = request;
  const { id: workflowId, tenantId } = workflow;
  assertStartable(workflow);
  if (Buffer.byteLength(JSON.stringify(request.input)) > MAX_INPUT_BYTES) {
    throw new AppError('PAYLOAD_TOO_LARGE', 'The input of an execution may have 256 KB.');
  }
  await starter.arm({ tenantId, runId, delaySeconds: WATCH_AFTER_SECONDS });
  const about = { executionId: runId, workflowId, version: workflow.version };
  const { created, run } = await runs.create(newRun(request), change(about));
  if (!created) checkExisting(run);
  if (run.status === 'pending') await starter.start({ tenantId, runId });
  if (created) await workflows.touch(tenantId, workflowId, now);
  return { created, run };
}

function assertStartable(workflow: Workflow): void {
  if (!isApproved(workflow)) {
    throw new AppError(
      'PLAN_NOT_APPROVED',
      `Approve version ${workflow.version} first, by its hash ${workflow.planHash}.`,
    );
  }
  if (workflow.status === 'paused') throw new AppError('WORKFLOW_PAUSED');
}

function newRun({ workflow, runId, input, startedBy, now, cause }: StartRequest): Run {
  return {
    id: runId,
    tenantId: workflow.tenantId,
    workflowId: workflow.id,
    workflowVersion: workflow.version,
    planHash: workflow.planHash,
    status: 'pending',
    input,
    steps: {},
    stepCount: workflow.stepCount,
    startedBy,
    ...cause,
    createdAt: now,
    lastActivity: now,
    fence: 0,
    leaseUntil: 0,
  };
}
