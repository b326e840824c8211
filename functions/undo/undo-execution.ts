import type { undoRoutes } from '../../shared/api/undo.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { newWorkflow } from '../../shared/domain/new-workflow.ts';
import { isFinished, type Run } from '../../shared/domain/run.ts';
import {
  connectionsOf,
  isApproved,
  type Workflow,
  type WorkflowVersion,
} from '../../shared/domain/workflow.ts';
import type { CheckedApi } from '../../shared/planner/check.ts';
import type { CatalogueStore, ConnectionStore, RunStore, WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import type { Write } from '../../shared/undo/list-writes.ts';
import { planUndo, type UndoPlan } from '../../shared/undo/plan-undo.ts';
import { undoWorkflowId } from '../../shared/undo/undo-workflow-id.ts';

export interface UndoPorts {
  readonly runs: Pick<RunStore, 'get' | 'list'>;
  readonly workflows: Pick<WorkflowStore, 'get' | 'getVersion' | 'create'>;
  readonly connections: Pick<ConnectionStore, 'getMany'>;
  readonly catalogues: Pick<CatalogueStore, 'get'>;
}

/**
 * Plans the undo of an execution as a workflow of its own: what it calls is in its steps, so that the approval by hash
 * covers it, and it runs like any other. One execution has one such workflow, however often somebody asks.
 */
export function undoExecution(ports: UndoPorts): Handler<typeof undoRoutes.undoExecution> {
  const { runs, workflows } = ports;
  return async ({ params: { executionId }, caller: { tenantId, userId }, request, change, unchanged }) => {
    const run = await runs.get(tenantId, executionId);
    if (run === undefined) throw new AppError('EXECUTION_NOT_FOUND');
    assertFinished(run, Date.parse(request.now));
    const version = await workflows.getVersion(tenantId, run.workflowId, run.workflowVersion);
    if (version === undefined)
      throw new AppError('RESOURCE_NOT_FOUND', 'The workflow of this execution is gone.');
    const workflowId = undoWorkflowId(run);
    await assertNotUndone({ runs, tenantId, workflowId });
    const plan = planUndo({ run, steps: version.steps, apis: await apisOf({ ...ports, tenantId, version }) });

    const present = await findWorkflow({ workflows, tenantId, id: workflowId });
    if (present !== undefined) {
      unchanged();
      return { ...undoView({ run, plan, ...present }), created: false };
    }
    if (plan.steps.length === 0) throw nothingToUndo(plan);
    const source = { kind: 'undo' as const, id: executionId };
    const name = `Undo ${executionId}`;
    const description = `Takes back what the execution ${executionId} of ${run.workflowId} has changed.`;
    const { steps } = plan;
    const made = newWorkflow({
      id: workflowId,
      tenantId,
      name,
      description,
      steps,
      source,
      userId,
      now: request.now,
    });
    const about = { workflowId, version: 1, planHash: made.version.planHash, name, undoes: executionId };
    const record = change({ details: about, events: [{ type: 'workflow.created', data: about }] });
    await workflows.create(made.workflow, made.version, record);
    return { ...undoView({ run, plan, ...made }), created: true };
  };
}

/** A worker that was told to stop may still write down what came of its last call. */
function assertFinished({ status, steps, leaseUntil }: Run, now: number): void {
  const writes = Object.values(steps).some((record) => record.status === 'running') && leaseUntil > now;
  if (!isFinished(status) || writes) throw new AppError('EXECUTION_NOT_FINISHED');
}

async function assertNotUndone({
  runs,
  tenantId,
  workflowId,
}: Pick<UndoPorts, 'runs'> & { tenantId: string; workflowId: string }): Promise<void> {
  const { items } = await runs.list({ tenantId, workflowId, page: 1, limit: 20 });
  const done = items.find(({ status }) => status === 'completed');
  if (done !== undefined)
    throw new AppError('EXECUTION_ALREADY_UNDONE', `The execution ${done.id} has taken it back.`);
}

/** Every API that the run has called, and that its reverse operations call, as it is now. */
async function apisOf({
  connections,
  catalogues,
  tenantId,
  version: { steps },
}: UndoPorts & { tenantId: string; version: WorkflowVersion }): Promise<readonly CheckedApi[]> {
  const used = await connections.getMany(tenantId, connectionsOf(steps));
  return Promise.all(
    used.map(async (connection) => {
      const { specHash } = connection;
      return specHash === undefined
        ? { connection }
        : { connection, catalogue: await catalogues.get(tenantId, specHash) };
    }),
  );
}

async function findWorkflow({
  workflows,
  tenantId,
  id,
}: Pick<UndoPorts, 'workflows'> & { tenantId: string; id: string }) {
  const workflow = await workflows.get(tenantId, id);
  const version = workflow && (await workflows.getVersion(tenantId, id, workflow.version));
  return workflow && version && { workflow, version };
}

function nothingToUndo({ withoutReverse, unknown }: UndoPlan): AppError {
  const details = [
    ...withoutReverse.map(({ write, reason }) => ({ path: `steps.${write.key}`, message: reason })),
    ...unknown.map(({ key }) => ({
      path: `steps.${key}`,
      message: 'Nobody knows whether it took effect: look at the external system.',
    })),
  ];
  return new AppError('NOTHING_TO_UNDO', undefined, details.length === 0 ? {} : { details });
}

function undoView({
  run,
  plan: { undoes, unknown, withoutReverse, steps },
  workflow,
  version,
}: {
  run: Run;
  plan: UndoPlan;
  workflow: Workflow;
  version: WorkflowVersion;
}) {
  return {
    executionId: run.id,
    workflowId: workflow.id,
    planHash: workflow.planHash,
    approved: isApproved(workflow),
    steps: [...version.steps],
    undoes: undoes.map((write, at) => ({ ...writeView(write), undoStepId: steps[at]?.id ?? '' })),
    unknown: unknown.map(writeView),
    withoutReverse: withoutReverse.map(({ write, reason }) => ({ ...writeView(write), reason })),
  };
}

function writeView({ key, step }: Write) {
  return { id: key, stepId: step.id, name: step.name };
}
