import type { workflowEditingRoutes } from '../../shared/api/workflow-editing.ts';
import { planHash } from '../../shared/domain/plan-hash.ts';
import {
  connectionsOf,
  leavesOf,
  type Workflow,
  type WorkflowVersion,
} from '../../shared/domain/workflow.ts';
import type { Ids, WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { checkedSteps } from './checked-steps.ts';
import type { WorkflowSources } from './workflow-sources.ts';
import { workflowView } from './workflow-view.ts';

/** Creates a workflow as a draft: nothing runs before it is approved. */
export function createWorkflow({
  workflows,
  ids,
  ...sources
}: WorkflowSources & { workflows: WorkflowStore; ids: Ids }): Handler<
  typeof workflowEditingRoutes.createWorkflow
> {
  return async ({ body, caller: { tenantId, userId }, request, change }) => {
    const { name, description, steps } = await checkedSteps({ body, tenantId, sources });
    const hash = planHash(steps);
    const id = ids.next('workflow');
    const version: WorkflowVersion = {
      workflowId: id,
      version: 1,
      steps,
      planHash: hash,
      createdAt: request.now,
      createdBy: userId,
    };
    const workflow: Workflow = {
      id,
      tenantId,
      name,
      description,
      status: 'draft',
      version: 1,
      stepCount: leavesOf(steps).length,
      planHash: hash,
      executionCount: 0,
      connectionIds: connectionsOf(steps),
      createdAt: request.now,
      updatedAt: request.now,
      revision: 1,
    };
    const about = { workflowId: id, version: 1, planHash: hash, name };
    const record = change({
      details: 'planId' in body ? { ...about, planId: body.planId } : about,
      events: [{ type: 'workflow.created', data: about }],
    });
    await workflows.create(workflow, version, record);
    return workflowView(workflow, version);
  };
}
