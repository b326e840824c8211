import { planHash } from '../../shared/domain/plan-hash.ts';
import type { Plan, PlanDraft } from '../../shared/domain/plan.ts';
import { MAX_MESSAGE_LENGTH } from '../../shared/planner/text.ts';

/** A plan that nobody took up is forgotten after 7 days. */
const PLAN_LIFETIME_MS = 7 * 24 * 3600 * 1000;

/** What is stored of a draft. `now`: ISO 8601. */
export function newPlan({
  draft,
  id,
  caller: { tenantId, userId },
  message,
  now,
}: {
  draft: PlanDraft;
  id: string;
  caller: { readonly tenantId: string; readonly userId: string };
  message: string;
  now: string;
}): Plan {
  return {
    ...draft,
    id,
    tenantId,
    userId,
    message: message.slice(0, MAX_MESSAGE_LENGTH),
    planHash: planHash(draft.steps),
    createdAt: now,
    expiresAt: new Date(Date.parse(now) + PLAN_LIFETIME_MS).toISOString(),
  };
}

/** What its record and its event say of a new plan. */
export function aboutPlan({ id, planHash: hash, steps, planner }: Plan) {
  return { planId: id, planHash: hash, steps: steps.length, planner };
}
