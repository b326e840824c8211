import { AppError } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Run } from '../domain/run.ts';
import { isApproved, type Workflow } from '../domain/workflow.ts';
import type { Change, WorkflowStore } from '../ports.ts';
import { createRun, type CreatePorts } from './create-run.ts';

/** Of the input, as JSON; larger data is fetched by a step. */
const MAX_INPUT_BYTES = 256 * 1024;

export interface StartPorts extends CreatePorts {
  readonly workflows: Pick<WorkflowStore, 'touch'>;
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
 * Starts a run of the current version, which must be approved: PLAN_NOT_APPROVED, WORKFLOW_PAUSED, PAYLOAD_TOO_LARGE,
 * WORKFLOW_BUSY. Where the workflow is at its limit, the run waits.
 */
export async function startRun({
  request,
  change,
  checkExisting,
  ports,
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
  const about = { executionId: runId, workflowId, version: workflow.version };
  const { created, run } = await createRun({
    run: newRun(request),
    workflow,
    change: change(about),
    ...(checkExisting === undefined ? {} : { checkExisting }),
    ports,
  });
  if (created) await ports.workflows.touch(tenantId, workflowId, now);
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
