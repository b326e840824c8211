import { isApprover, type Approval } from '../../shared/domain/approval.ts';
import type { Caller } from '../../shared/runtime/http/exchange.ts';

/** Whether the caller may answer. */
export function mayDecide({ approvers }: Approval, { userId, memberRole, scopes }: Caller): boolean {
  return isApprover({
    approvers,
    member: { userId, memberRole, mayApprove: scopes.has('workflows:approve') },
  });
}

/** An approval as the caller sees it. */
export function approvalView(approval: Approval, caller: Caller) {
  const { id, status, runId, workflowId, key, stepName, message, form, approvers, verdict } = approval;
  return {
    id,
    status,
    executionId: runId,
    workflowId,
    step: key,
    name: stepName,
    message,
    form: form ?? null,
    approvers: approvers ?? null,
    canDecide: mayDecide(approval, caller),
    requestedAt: approval.requestedAt,
    expiresAt: approval.expiresAt ?? null,
    closedAt: approval.closedAt ?? null,
    decision: verdict === undefined ? null : { ...verdict, by: { ...verdict.by } },
  };
}
