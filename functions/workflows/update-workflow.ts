import type { workflowEditingRoutes } from '../../shared/api/workflow-editing.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { isApproved } from '../../shared/domain/workflow.ts';
import type { WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { changeWorkflow } from './change-workflow.ts';
import { findWorkflow } from './find-workflow.ts';
import { stepsFromInput } from '../../shared/planner/steps-from-input.ts';
import type { WorkflowSources } from './workflow-sources.ts';

/** Changes what the body names. */
export function updateWorkflow({
  workflows,
  ...sources
}: WorkflowSources & { workflows: WorkflowStore }): Handler<typeof workflowEditingRoutes.updateWorkflow> {
  return async ({ params: { id }, body, caller: { tenantId, userId }, request: { now }, change }) => {
    const seen = await findWorkflow({ workflows, tenantId, id });
    const { steps, ...members } = body;
    if (members.status === 'active' && !isApproved(seen.workflow)) {
      throw new AppError('PLAN_NOT_APPROVED', 'A workflow is made active by approving its current version.');
    }
    const checked = steps && (await stepsFromInput({ steps, tenantId, ...sources }));
    const wanted = { ...members, ...(checked === undefined ? {} : { steps: checked }) };
    return changeWorkflow({ workflows, seen, wanted, userId, now, change });
  };
}
