import type { approvalRoutes } from '../../shared/api/approvals.ts';
import type { Approval } from '../../shared/domain/approval.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { ApprovalStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { approvalView } from './approval-view.ts';

/** One approval. */
export function getApproval({
  approvals,
}: {
  approvals: Pick<ApprovalStore, 'get'>;
}): Handler<typeof approvalRoutes.getApproval> {
  return async ({ params: { id }, caller }) =>
    approvalView(await findApproval({ approvals, tenantId: caller.tenantId, id }), caller);
}

/** The approval of this workspace, or APPROVAL_NOT_FOUND. */
export async function findApproval({
  approvals,
  tenantId,
  id,
}: {
  approvals: Pick<ApprovalStore, 'get'>;
  tenantId: string;
  id: string;
}): Promise<Approval> {
  const approval = await approvals.get(tenantId, id);
  if (approval === undefined) throw new AppError('APPROVAL_NOT_FOUND');
  return approval;
}
