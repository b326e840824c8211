import type { Connection } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import type { PlanDraft, PlanQuestion } from '../domain/plan.ts';
import { leavesOf } from '../domain/workflow.ts';

/**
 * Refuses a plan that cannot be run: PLAN_INVALID where it has no steps, a question is open, or an API of it is not any
 * more what it was checked against.
 */
export function assertRunnable({
  plan,
  connections,
  questions = plan.questions,
  data,
}: {
  readonly plan: Pick<PlanDraft, 'steps' | 'questions'>;
  /** Those that the plan calls, as they are now. */
  readonly connections: readonly Connection[];
  /** Those that are open still. */
  readonly questions?: readonly PlanQuestion[];
  /** What the refusal hands to the caller. */
  readonly data?: unknown;
}): void {
  if (plan.steps.length === 0)
    throw new AppError('PLAN_INVALID', 'This plan has no steps that could run.', { data });
  if (questions.length > 0) {
    throw new AppError('PLAN_INVALID', 'This plan still has open questions: answer them in the chat.', {
      data,
      details: questions.map(({ question, stepId, parameter }) => ({
        path: [stepId, parameter].filter(Boolean).join('.') || 'plan',
        message: question,
      })),
    });
  }
  const current = new Map(connections.map((connection) => [connection.id, connection]));
  const stale = leavesOf(plan.steps)
    .filter((step) => step.type === 'api_call')
    .filter(({ apiConnectionId, binding }) => {
      const { specHash = '', baseUrl = '' } = current.get(apiConnectionId) ?? {};
      return specHash !== binding.specHash || !isSameOrigin(baseUrl, binding.baseUrl);
    });
  if (stale.length > 0) {
    throw new AppError('PLAN_INVALID', 'An API of this plan was changed or removed since: ask again.', {
      data,
      details: stale.map((step) => ({
        path: `steps.${step.id}`,
        message: `${step.method} ${step.endpoint}`,
      })),
    });
  }
}

function isSameOrigin(one: string, other: string): boolean {
  return URL.parse(one)?.origin === URL.parse(other)?.origin;
}
