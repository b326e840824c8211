import type { workflowEditingRoutes } from '../../shared/api/workflow-editing.ts';
import { newWorkflow } from '../../shared/domain/new-workflow.ts';
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
    const id = ids.next('workflow');
    const { workflow, version } = newWorkflow({
      id,
      tenantId,
      name,
      description,
      steps,
      userId,
      now: request.now,
    });
    const about = { workflowId: id, version: 1, planHash: version.planHash, name };
    const record = change({
      details: 'planId' in body ? { ...about, planId: body.planId } : about,
      events: [{ type: 'workflow.created', data: about }],
    });
    await workflows.create(workflow, version, record);
    return workflowView(workflow, version);
  };
}
