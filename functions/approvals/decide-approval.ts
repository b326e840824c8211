import type { approvalRoutes } from '../../shared/api/approvals.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { WATCH_AFTER_SECONDS } from '../../shared/domain/run.ts';
import type { ApprovalStore, RunStarter, RunStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { approvalView, mayDecide } from './approval-view.ts';
import { decidedEntry, refuseUnlessSame, verdictOf, waitingEntry } from './decided-entry.ts';
import { findApproval } from './get-approval.ts';

/** A run moves while it is looked at: so often it is read again. */
const ATTEMPTS = 5;

/**
 * Takes a person's answer: into the journal, into the approval's row and into the audit log, in one transaction, on condition
 * that the step still waits. Then the run goes on; its watchdog is armed first, whatever breaks off here.
 */
export function decideApproval({
  approvals,
  runs,
  starter,
}: {
  approvals: Pick<ApprovalStore, 'get'>;
  runs: Pick<RunStore, 'get' | 'intervene'>;
  starter: RunStarter;
}): Handler<typeof approvalRoutes.decideApproval> {
  return async ({ params: { id }, body, caller, request: { now }, change, unchanged }) => {
    const { tenantId } = caller;
    for (let attempt = 1; ; attempt += 1) {
      const approval = await findApproval({ approvals, tenantId, id });
      if (!mayDecide(approval, caller)) throw new AppError('NOT_AN_APPROVER');
      const goOn = { tenantId, runId: approval.runId };
      if (approval.status !== 'pending') {
        refuseUnlessSame({ approval, body, caller });
        unchanged();
        // The run may not have been started when this was answered first.
        await starter.start(goOn);
        return approvalView(approval, caller);
      }
      const verdict = verdictOf({ approval, body, caller, now });
      const found = await runs.get(tenantId, approval.runId);
      const { run, record } = waitingEntry({ run: found, approval, now });
      await starter.arm({ ...goOn, delaySeconds: WATCH_AFTER_SECONDS });
      const about = { approvalId: id, executionId: run.id, workflowId: run.workflowId, step: approval.key };
      const data = { ...about, decision: body.decision };
      const sequence = (run.interventions ?? 0) + 1;
      const note = change({
        details: data,
        events: [{ type: 'approval.decided', data, runId: run.id, sequence }],
      });
      const status = body.decision === 'approve' ? ('approved' as const) : ('rejected' as const);
      try {
        const entry = { key: approval.key, record: decidedEntry({ record, verdict, approval }) };
        await runs.intervene({ run, entry, closing: { id, status, verdict }, at: now }, note);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'CONFLICT' || attempt === ATTEMPTS) throw error;
        continue;
      }
      if (run.status === 'running') await starter.start(goOn);
      return approvalView({ ...approval, status, closedAt: now, verdict }, caller);
    }
  };
}
