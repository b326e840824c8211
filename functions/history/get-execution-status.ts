import type { executionRoutes } from '../../shared/api/executions.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { isEnded } from '../../shared/domain/run.ts';
import type { RunStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** How far an execution is: the steps that have ended, and the one it is at (from 1). */
export function getExecutionStatus({
  runs,
}: {
  runs: RunStore;
}): Handler<typeof executionRoutes.getExecutionStatus> {
  return async ({ params: { executionId }, caller: { tenantId } }) => {
    const run = await runs.get(tenantId, executionId);
    if (run === undefined) throw new AppError('EXECUTION_NOT_FOUND');
    const ended = Object.values(run.steps).filter((record) => isEnded(record.status)).length;
    return {
      executionId: run.id,
      status: run.status,
      currentStep: Math.min(ended + 1, run.stepCount),
      totalSteps: run.stepCount,
      progress: run.stepCount === 0 ? 100 : Math.floor((ended / run.stepCount) * 100),
      startedAt: run.startedAt ?? null,
      completedAt: run.completedAt ?? null,
      lastActivity: run.lastActivity,
    };
  };
}
