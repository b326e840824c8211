import type { workflowRoutes } from '../../shared/api/workflows.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findWorkflow } from './find-workflow.ts';
import { workflowView } from './workflow-view.ts';

/** Approves exactly the plan whose hash the caller has seen; a version that changed meanwhile stays unapproved. */
export function approveWorkflow({
  workflows,
}: {
  workflows: WorkflowStore;
}): Handler<typeof workflowRoutes.approveWorkflow> {
  return async ({ params: { id }, body: { planHash }, caller: { tenantId, userId }, request, change }) => {
    const { workflow, version } = await findWorkflow({ workflows, tenantId, id });
    if (workflow.planHash !== planHash) {
      throw new AppError(
        'PLAN_HASH_MISMATCH',
        `The current plan has the hash ${workflow.planHash}; look at it again.`,
      );
    }
    const about = { workflowId: id, version: workflow.version, planHash };
    const approved = await workflows.approve(
      { tenantId, id, version: workflow.version, planHash, userId, at: request.now },
      change({ details: about, events: [{ type: 'workflow.approved', data: about }] }),
    );
    return workflowView(approved, version);
  };
}
