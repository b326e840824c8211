import type { workflowEditingRoutes } from '../../shared/api/workflow-editing.ts';
import type { WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { changeWorkflow } from './change-workflow.ts';
import { checkedSteps } from './checked-steps.ts';
import { findWorkflow } from './find-workflow.ts';
import type { WorkflowSources } from './workflow-sources.ts';

/** Replaces name, description and steps of a workflow. */
export function replaceWorkflow({
  workflows,
  ...sources
}: WorkflowSources & { workflows: WorkflowStore }): Handler<typeof workflowEditingRoutes.replaceWorkflow> {
  return async ({ params: { id }, body, caller: { tenantId, userId }, request: { now }, change }) => {
    const seen = await findWorkflow({ workflows, tenantId, id });
    const wanted = await checkedSteps({ body, tenantId, sources });
    return changeWorkflow({ workflows, seen, wanted, userId, now, change });
  };
}
