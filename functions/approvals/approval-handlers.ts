import type { API } from '../../shared/api/routes.ts';
import type { ApprovalStore, RunStarter, RunStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import { getApproval } from './get-approval.ts';
import { listApprovals } from './list-approvals.ts';

/** The handlers of what executions ask people. */
export function approvalHandlers(ports: {
  approvals: ApprovalStore;
  runs: Pick<RunStore, 'get' | 'intervene'>;
  starter: RunStarter;
}): Handlers<typeof API.approvals> {
  return {
    listApprovals: listApprovals(ports),
    getApproval: getApproval(ports),
    decideApproval: whenCalled(async () => (await import('./decide-approval.ts')).decideApproval(ports)),
  };
}
