import { planHash } from './plan-hash.ts';
import { connectionsOf, leavesOf, type Step, type Workflow, type WorkflowVersion } from './workflow.ts';

/** The first version of a workflow: a draft, since nothing runs before it is approved. */
export function newWorkflow({
  steps,
  userId,
  now,
  ...head
}: Pick<Workflow, 'id' | 'tenantId' | 'name' | 'description' | 'source'> & {
  readonly steps: readonly Step[];
  readonly userId: string;
  /** ISO 8601. */
  readonly now: string;
}): { readonly workflow: Workflow; readonly version: WorkflowVersion } {
  const hash = planHash(steps);
  return {
    workflow: {
      ...head,
      status: 'draft',
      version: 1,
      stepCount: leavesOf(steps).length,
      planHash: hash,
      executionCount: 0,
      connectionIds: connectionsOf(steps),
      createdAt: now,
      updatedAt: now,
      revision: 1,
    },
    version: { workflowId: head.id, version: 1, steps, planHash: hash, createdAt: now, createdBy: userId },
  };
}
