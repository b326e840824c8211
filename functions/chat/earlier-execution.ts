import type { chatRoutes } from '../../shared/api/chat.ts';
import type { RouteInput } from '../../shared/api/route.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { canonicalJson, type Json, type JsonObject } from '../../shared/domain/json.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import type { Run } from '../../shared/domain/run.ts';
import type { PlanStore, RunStore, WorkflowStore } from '../../shared/ports.ts';
import { planIdOf } from './approved-workflow.ts';

type Body = RouteInput<typeof chatRoutes.executeChat>['body'];

/** What the same key started before: IDEMPOTENCY_CONFLICT where that was something else. */
export async function answerOfEarlier({
  runs,
  workflows,
  plans,
  tenantId,
  runId,
  body,
}: {
  runs: Pick<RunStore, 'get'>;
  workflows: Pick<WorkflowStore, 'getVersion'>;
  plans: Pick<PlanStore, 'get'>;
  tenantId: string;
  runId: string;
  body: Body;
}) {
  const run = await runs.get(tenantId, runId);
  if (run === undefined) return undefined;
  const planId = planIdOf(run.workflowId);
  const [plan, version] = await Promise.all([
    plans.get(tenantId, planId),
    workflows.getVersion(tenantId, run.workflowId, run.workflowVersion),
  ]);
  const same =
    (body.planId ?? planId) === planId &&
    (body.confirmHash ?? run.planHash) === run.planHash &&
    (body.message ?? plan?.message) === plan?.message &&
    holds(run.input, body.input ?? {});
  if (!same || version === undefined) throw new AppError('IDEMPOTENCY_CONFLICT');
  const { name = '', description = '' } = plan ?? {};
  return executionView(run, { id: planId, name, description, steps: version.steps });
}

/** A run of a plan as it is answered. */
export function executionView(
  run: Run,
  { id, name, description, steps }: Pick<Plan, 'id' | 'name' | 'description' | 'steps'>,
) {
  return {
    executionId: run.id,
    workflowId: run.workflowId,
    workflow: { name, description, steps: [...steps] },
    planId: id,
    planHash: run.planHash,
    // The reference answers `running` from the start; `pending` lasts until the machine has taken the run.
    status: run.status === 'pending' ? ('running' as const) : run.status,
    startedAt: run.createdAt,
  };
}

/** The run's input has what was given, under the plan's own names as well. */
function holds(stored: Json, given: JsonObject): boolean {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return false;
  const known = new Map<string, Json>(Object.entries(stored));
  return Object.entries(given).every(
    ([name, value]) => canonicalJson(known.get(name) ?? null) === canonicalJson(value),
  );
}
