import { previewSteps } from '../../shared/calls/preview-steps.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { Plan } from '../../shared/domain/plan.ts';

/** A plan as it is answered, with each of its steps as it will be performed. */
export function planView(plan: Plan, apis: readonly { readonly connection: Connection }[]) {
  const connections = new Map(apis.map(({ connection }) => [connection.id, connection]));
  return {
    planId: plan.id,
    planHash: plan.planHash,
    workflow: { name: plan.name, description: plan.description, steps: [...plan.steps] },
    preview: [...previewSteps(plan.steps, connections)],
    explanation: plan.explanation,
    confidence: plan.confidence,
    questions: [...plan.questions],
    planner: plan.planner,
    ...(plan.fallbackReason === undefined ? {} : { fallbackReason: plan.fallbackReason }),
  };
}
