import type { executionControlRoutes } from '../../shared/api/execution-control.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { isFinished } from '../../shared/domain/run.ts';
import type { RunStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { intervene, nextSequence } from './intervene.ts';

/**
 * Cancels a run. Its worker writes before every call on condition that the run is live: so nothing starts after this
 * answer, and a call under way can change nothing but its own entry.
 */
export function cancelExecution({
  runs,
}: {
  runs: RunStore;
}): Handler<typeof executionControlRoutes.cancelExecution> {
  return async ({ params: { executionId }, caller: { tenantId }, request: { now }, change }) =>
    intervene({
      runs,
      tenantId,
      id: executionId,
      act: async (run) => {
        if (isFinished(run.status)) {
          throw new AppError('EXECUTION_ALREADY_COMPLETED', `Cannot cancel ${run.status} execution`);
        }
        const about = { executionId, workflowId: run.workflowId };
        const event = { type: 'execution.cancelled' as const, data: about, runId: executionId };
        const record = change({ details: about, events: [{ ...event, sequence: nextSequence(run) }] });
        await runs.intervene({ run, status: 'cancelled', at: now }, record);
        const message = 'Execution cancelled successfully';
        return { executionId, status: 'cancelled' as const, cancelledAt: now, message };
      },
    });
}
