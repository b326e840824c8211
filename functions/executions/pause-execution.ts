import type { executionControlRoutes } from '../../shared/api/execution-control.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { RunStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { intervene, nextSequence } from './intervene.ts';

/** Pauses a run before its next call; one under way may still end, and its outcome is kept. */
export function pauseExecution({
  runs,
}: {
  runs: RunStore;
}): Handler<typeof executionControlRoutes.pauseExecution> {
  return async ({ params: { executionId }, caller: { tenantId }, request: { now }, change }) =>
    intervene({
      runs,
      tenantId,
      id: executionId,
      act: async (run) => {
        // `pending` is what `execute` answers as running.
        if (run.status !== 'running' && run.status !== 'pending') {
          throw new AppError('EXECUTION_NOT_RUNNING', 'Cannot pause non-running execution');
        }
        const about = { executionId, workflowId: run.workflowId };
        const event = { type: 'execution.paused' as const, data: about, runId: executionId };
        const record = change({ details: about, events: [{ ...event, sequence: nextSequence(run) }] });
        await runs.intervene({ run, status: 'paused', at: now }, record);
        const message = 'Execution paused successfully';
        return { executionId, status: 'paused' as const, pausedAt: now, message };
      },
    });
}
