import { AppError } from '../../shared/domain/errors.ts';
import { connectionsOf } from '../../shared/domain/workflow.ts';
import { assertRunnable } from '../../shared/planner/assert-runnable.ts';
import type { ConnectionStore, PlanStore } from '../../shared/ports.ts';
import type { CheckedSteps } from './workflow-sources.ts';

/** The steps of a stored plan: none of its questions is open and each API is still the one it was checked against. */
export async function stepsFromPlan({
  planId,
  tenantId,
  plans,
  connections,
}: {
  planId: string;
  tenantId: string;
  plans: PlanStore;
  connections: ConnectionStore;
}): Promise<CheckedSteps> {
  const plan = await plans.get(tenantId, planId);
  if (plan === undefined)
    throw new AppError('RESOURCE_NOT_FOUND', 'Plan not found; plans are kept for 7 days.');
  assertRunnable({ plan, connections: await connections.getMany(tenantId, connectionsOf(plan.steps)) });
  return plan;
}
