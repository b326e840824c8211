import { AppError } from '../../shared/domain/errors.ts';
import { ID_PREFIXES } from '../../shared/domain/ids.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import {
  connectionsOf,
  isApproved,
  leavesOf,
  type Workflow,
  type WorkflowVersion,
} from '../../shared/domain/workflow.ts';
import type { WorkflowStore } from '../../shared/ports.ts';
import type { MakeChange } from '../../shared/runtime/http/exchange.ts';

/** A plan becomes one workflow, however often it is executed: both ids have the same end, and sort by time alike. */
export function workflowIdOf(planId: string): string {
  return planId.replace(/^[a-z]+_/, `${ID_PREFIXES.workflow}_`);
}

/** The plan that a workflow of `workflowIdOf` was made of. */
export function planIdOf(workflowId: string): string {
  return workflowId.replace(/^[a-z]+_/, `${ID_PREFIXES.plan}_`);
}

/**
 * The workflow of a plan, approved by who has confirmed it. CONFLICT where it has been changed since: then it is the
 * workflow that is to be executed, and no longer the plan. `now`: ISO 8601.
 */
export async function approvedWorkflow({
  plan,
  userId,
  now,
  workflows,
  change,
}: {
  plan: Plan;
  userId: string;
  now: string;
  workflows: Pick<WorkflowStore, 'get' | 'create'>;
  change: MakeChange;
}): Promise<Workflow> {
  const { tenantId, planHash } = plan;
  const id = workflowIdOf(plan.id);
  const present = await workflows.get(tenantId, id);
  if (present !== undefined) return asConfirmed(present, planHash);
  const workflow = newWorkflow({ plan, id, userId, now });
  const version: WorkflowVersion = {
    workflowId: id,
    version: 1,
    steps: plan.steps,
    planHash,
    createdAt: now,
    createdBy: userId,
  };
  const about = { workflowId: id, version: 1, planHash };
  const record = change({
    action: 'workflow.approved',
    details: { ...about, planId: plan.id },
    events: [
      { type: 'workflow.created', data: { ...about, name: workflow.name } },
      { type: 'workflow.approved', data: about },
    ],
  });
  await workflows.create(workflow, version, record);
  return workflow;
}

function asConfirmed(present: Workflow, planHash: string): Workflow {
  if (present.planHash === planHash && isApproved(present)) return present;
  throw new AppError(
    'CONFLICT',
    `The workflow ${present.id} was made of this plan and has been changed since: execute the workflow.`,
  );
}

function newWorkflow({
  plan,
  id,
  userId,
  now,
}: {
  plan: Plan;
  id: string;
  userId: string;
  now: string;
}): Workflow {
  const { tenantId, name, description, steps, planHash } = plan;
  return {
    id,
    tenantId,
    name,
    description,
    status: 'active',
    version: 1,
    stepCount: leavesOf(steps).length,
    planHash,
    approvedHash: planHash,
    approvedBy: userId,
    approvedAt: now,
    executionCount: 0,
    connectionIds: connectionsOf(steps),
    createdAt: now,
    updatedAt: now,
    revision: 1,
  };
}
