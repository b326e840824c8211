import type { executionRoutes } from '../../shared/api/executions.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { estimateCompletion } from '../../shared/engine/estimate-completion.ts';
import { progressOf } from '../../shared/engine/progress.ts';
import type { Clock, RunStore, WorkflowStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { pastRuns } from './past-runs.ts';

/** How far an execution is, and when it will probably be complete. */
export function getExecutionStatus({
  runs,
  workflows,
  clock,
}: {
  runs: Pick<RunStore, 'glance' | 'list'>;
  workflows: Pick<WorkflowStore, 'getVersion'>;
  clock: Clock;
}): Handler<typeof executionRoutes.getExecutionStatus> {
  const past = pastRuns({ runs, clock });
  return async ({ params: { executionId }, caller: { tenantId } }) => {
    const run = (await runs.glance(tenantId, executionId))?.run;
    if (run === undefined) throw new AppError('EXECUTION_NOT_FOUND');
    const live = run.status === 'running' || run.status === 'pending';
    const [version, before] = await Promise.all([
      workflows.getVersion(tenantId, run.workflowId, run.workflowVersion),
      live ? past(run) : [],
    ]);
    const { totalSteps, currentStep, fraction } = progressOf({ run, steps: version?.steps ?? [] });
    const estimate = estimateCompletion({ run, fraction, past: before, now: clock.now() });
    return {
      executionId: run.id,
      status: run.status,
      currentStep,
      totalSteps,
      progress: Math.floor(fraction * 100),
      startedAt: run.startedAt ?? null,
      completedAt: run.completedAt ?? null,
      estimatedCompletion: estimate === undefined ? null : new Date(estimate).toISOString(),
      lastActivity: run.lastActivity,
    };
  };
}
