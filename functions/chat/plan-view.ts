import type { Plan } from '../../shared/domain/plan.ts';

/** A plan as it is answered. */
export function planView(plan: Plan) {
  return {
    planId: plan.id,
    planHash: plan.planHash,
    workflow: { name: plan.name, description: plan.description, steps: [...plan.steps] },
    explanation: plan.explanation,
    confidence: plan.confidence,
    questions: [...plan.questions],
    planner: plan.planner,
    ...(plan.fallbackReason === undefined ? {} : { fallbackReason: plan.fallbackReason }),
  };
}
