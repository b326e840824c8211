import { AppError } from '../../shared/domain/errors.ts';
import { leavesOf } from '../../shared/domain/workflow.ts';
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
  if (plan.steps.length === 0) throw new AppError('PLAN_INVALID', 'This plan has no steps that could run.');
  if (plan.questions.length > 0) {
    throw new AppError('PLAN_INVALID', 'This plan still has open questions: answer them in the chat.', {
      details: plan.questions.map(({ question, stepId, parameter }) => ({
        path: [stepId, parameter].filter(Boolean).join('.') || 'plan',
        message: question,
      })),
    });
  }
  const calls = leavesOf(plan.steps).filter((step) => step.type === 'api_call');
  const used = await connections.getMany(tenantId, [...new Set(calls.map((step) => step.apiConnectionId))]);
  const current = new Map(used.map((connection) => [connection.id, connection]));
  const stale = calls.filter(({ apiConnectionId, binding }) => {
    const { specHash = '', baseUrl = '' } = current.get(apiConnectionId) ?? {};
    return specHash !== binding.specHash || !isSameOrigin(baseUrl, binding.baseUrl);
  });
  if (stale.length > 0) {
    throw new AppError('PLAN_INVALID', 'An API of this plan was changed or removed since: ask again.', {
      details: stale.map((step) => ({
        path: `steps.${step.id}`,
        message: `${step.method} ${step.endpoint}`,
      })),
    });
  }
  return plan;
}

function isSameOrigin(one: string, other: string): boolean {
  return URL.parse(one)?.origin === URL.parse(other)?.origin;
}
