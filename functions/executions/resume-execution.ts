import type { executionControlRoutes } from '../../shared/api/execution-control.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { WATCH_AFTER_SECONDS } from '../../shared/domain/run.ts';
import type { RunStarter, RunStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { intervene, nextSequence } from './intervene.ts';

/** Resumes a paused run where it stopped. Its watchdog is armed first: whatever breaks off here, somebody looks after it. */
export function resumeExecution({
  runs,
  starter,
}: {
  runs: RunStore;
  starter: RunStarter;
}): Handler<typeof executionControlRoutes.resumeExecution> {
  return async ({ params: { executionId }, caller: { tenantId }, request: { now }, change }) =>
    intervene({
      runs,
      tenantId,
      id: executionId,
      act: async (run) => {
        if (run.status !== 'paused') {
          throw new AppError('EXECUTION_NOT_PAUSED', 'Cannot resume non-paused execution');
        }
        const about = { executionId, workflowId: run.workflowId };
        const event = { type: 'execution.resumed' as const, data: about, runId: executionId };
        const record = change({ details: about, events: [{ ...event, sequence: nextSequence(run) }] });
        await starter.arm({ tenantId, runId: executionId, delaySeconds: WATCH_AFTER_SECONDS });
        await runs.intervene({ run, status: 'running', at: now }, record);
        await starter.start({ tenantId, runId: executionId });
        const message = 'Execution resumed successfully';
        return { executionId, status: 'running' as const, resumedAt: now, message };
      },
    });
}
