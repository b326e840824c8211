import * as z from 'zod';
import { AppError } from '../domain/errors.ts';
import { PLANNERS, type Plan } from '../domain/plan.ts';
import { Step } from '../domain/workflow.ts';
import type { Clock, PlanStore } from '../ports.ts';
import { changeWrites } from './change-writes.ts';
import { fromJsonText, toJsonText } from './json-text.ts';
import type { TableClient, Write } from './table-operations.ts';
import { planKey, TTL_ATTRIBUTE } from './table.ts';

const NEW_PLAN = 'attribute_not_exists(pk)';

const StoredPlan = z.lazy(() =>
  z.object({
    id: z.string(),
    tenantId: z.string(),
    userId: z.string(),
    message: z.string(),
    planHash: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
    name: z.string(),
    description: z.string(),
    steps: z.array(Step),
    explanation: z.string(),
    confidence: z.number(),
    questions: z.array(
      z.object({
        question: z.string(),
        stepId: z.exactOptional(z.string()),
        parameter: z.exactOptional(z.string()),
      }),
    ),
    planner: z.enum(PLANNERS),
    fallbackReason: z.exactOptional(z.string()),
  }),
) satisfies z.ZodType<Plan>;

/** A new plan, to be written in the transaction of its change. */
export function planWrite(plan: Plan): Write {
  return {
    put: {
      ...planKey(plan),
      plan: toJsonText(plan, 'The plan'),
      [TTL_ATTRIBUTE]: Math.ceil(Date.parse(plan.expiresAt) / 1000),
    },
    condition: NEW_PLAN,
    refused: () => new AppError('CONFLICT', 'A plan with this id exists.'),
  };
}

/** Plans in the table, until they expire; expiry is checked on reading because the table deletes late. */
export function createPlanStore({ table, clock }: { table: TableClient; clock: Clock }): PlanStore {
  return {
    async create(plan, change) {
      await table.transact([planWrite(plan), ...changeWrites(plan.tenantId, change)]);
    },
    async get(tenantId, id) {
      const item = await table.get(planKey({ tenantId, id }));
      if (item === undefined) return undefined;
      const plan = StoredPlan.parse(fromJsonText(String(item['plan'])));
      return Date.parse(plan.expiresAt) > clock.now() ? plan : undefined;
    },
  };
}
