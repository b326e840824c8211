import { planHash } from '../../shared/domain/plan-hash.ts';
import {
  connectionsOf,
  leavesOf,
  type Step,
  type Workflow,
  type WorkflowVersion,
} from '../../shared/domain/workflow.ts';
import type { WorkflowStore } from '../../shared/ports.ts';
import type { MakeChange } from '../../shared/runtime/http/exchange.ts';
import { workflowView } from './workflow-view.ts';

/**
 * Writes a changed workflow. Other steps are a new version, and a draft until somebody approves it; the same steps, a new
 * name say, leave the approval standing.
 */
export async function changeWorkflow({
  workflows,
  seen,
  wanted,
  userId,
  now,
  change,
}: {
  workflows: WorkflowStore;
  seen: { readonly workflow: Workflow; readonly version: WorkflowVersion };
  wanted: Partial<Pick<Workflow, 'name' | 'description' | 'status'>> & { readonly steps?: readonly Step[] };
  userId: string;
  now: string;
  change: MakeChange;
}) {
  const { steps = seen.version.steps, ...members } = wanted;
  const hash = planHash(steps);
  const isNew = hash !== seen.workflow.planHash;
  const version: WorkflowVersion = isNew
    ? {
        workflowId: seen.workflow.id,
        version: seen.workflow.version + 1,
        steps,
        planHash: hash,
        createdAt: now,
        createdBy: userId,
      }
    : seen.version;
  const { drift, ...rest } = seen.workflow;
  const workflow: Workflow = {
    ...rest,
    // Other steps were checked against the documents as they are now.
    ...(drift === undefined || isNew ? {} : { drift }),
    connectionIds: connectionsOf(steps),
    ...members,
    ...(isNew ? { status: 'draft' as const } : {}),
    version: version.version,
    stepCount: leavesOf(steps).length,
    planHash: hash,
    updatedAt: now,
    revision: seen.workflow.revision + 1,
  };
  const about = {
    workflowId: workflow.id,
    version: workflow.version,
    planHash: hash,
    status: workflow.status,
  };
  const record = change({ details: about, events: [{ type: 'workflow.updated', data: about }] });
  await workflows.update({ seen: seen.workflow, workflow, ...(isNew ? { version } : {}) }, record);
  return workflowView(workflow, version);
}
