import type { chatRoutes } from '../../shared/api/chat.ts';
import type { RouteInput } from '../../shared/api/route.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { canonicalJson } from '../../shared/domain/json.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import { runIdFor } from '../../shared/domain/run-id.ts';
import { leavesOf, strongestEffect } from '../../shared/domain/workflow.ts';
import { assertRunnable } from '../../shared/planner/assert-runnable.ts';
import type {
  ConnectionStore,
  Ids,
  PlanStore,
  RunStarter,
  RunStore,
  WorkflowLines,
  WorkflowStore,
} from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { startRun } from '../../shared/runs/start-run.ts';
import { approvedWorkflow } from './approved-workflow.ts';
import { completeInput } from './complete-input.ts';
import { answerOfEarlier, executionView } from './earlier-execution.ts';
import { aboutPlan, newPlan } from './new-plan.ts';
import { planView } from './plan-view.ts';
import { proposePlan, turnsOf, type ProposalPorts } from './propose-plan.ts';

export interface ExecuteChatPorts extends ProposalPorts {
  readonly connections: ConnectionStore;
  readonly plans: PlanStore;
  readonly ids: Ids;
  /** What starts runs; loaded when one is to be started, since most messages start none. */
  readonly execution: () => Promise<{
    readonly workflows: WorkflowStore;
    readonly runs: RunStore;
    readonly lines: WorkflowLines;
    readonly starter: RunStarter;
  }>;
}

type Body = RouteInput<typeof chatRoutes.executeChat>['body'];
type Input = Parameters<Handler<typeof chatRoutes.executeChat>>[0];

/** The same key of one person starts one run, whatever workflow it turns out to be of. */
const ANY_WORKFLOW = 'chat';

/**
 * Plans a request, or takes a plan that is there, and runs it: at once where every step reads, and otherwise only for
 * the hash of exactly this plan. What runs is an approved workflow, made of the plan once.
 */
export function executeChat(ports: ExecuteChatPorts): Handler<typeof chatRoutes.executeChat> {
  return async (input) => {
    const { body, caller, request, change, unchanged } = input;
    const { tenantId, userId } = caller;
    assertMay(caller, body);
    const execution = await ports.execution();
    const { idempotencyKey: key, now } = request;
    const runId =
      key === undefined
        ? ports.ids.next('run')
        : runIdFor({ tenantId, workflowId: ANY_WORKFLOW, key: `${userId}:${key}` });
    if (key !== undefined) {
      const earlier = await answerOfEarlier({ ...execution, plans: ports.plans, tenantId, runId, body });
      if (earlier !== undefined) {
        unchanged();
        return earlier;
      }
    }
    const plan = await planOf(ports, input);
    const connections = await ports.connections.listAll(tenantId);
    const { given, open } = completeInput({ plan, input: body.input ?? {} });
    const data = planView(
      plan,
      connections.map((connection) => ({ connection })),
    );
    assertRunnable({ plan, connections, questions: open, data });
    assertConfirmed({ plan, confirmHash: body.confirmHash, data });
    const workflow = await approvedWorkflow({ plan, userId, now, workflows: execution.workflows, change });
    const { run } = await startRun({
      request: { workflow, runId, input: given, startedBy: userId, now },
      change: (about) =>
        change({ details: about, events: [{ type: 'execution.started', data: about, runId }] }),
      checkExisting(stored) {
        if (canonicalJson(stored.input) !== canonicalJson(given)) throw new AppError('IDEMPOTENCY_CONFLICT');
      },
      ports: execution,
    });
    return executionView(run, plan);
  };
}

/** It plans, approves and starts: whoever may do only some of these may not do all at once. */
function assertMay({ scopes }: Input['caller'], body: Body): void {
  const needed = ['workflows:write', 'workflows:approve', 'executions:write'] as const;
  const missing = [...needed, ...(body.message === undefined ? [] : (['chat:write'] as const))].find(
    (scope) => !scopes.has(scope),
  );
  if (missing !== undefined) throw new AppError('FORBIDDEN', `This needs ${missing} as well.`);
}

/** The plan that is named, or a new one, which is kept: its hash can then be confirmed. */
async function planOf(ports: ExecuteChatPorts, { body, caller, request, change }: Input): Promise<Plan> {
  const { tenantId } = caller;
  if (body.planId !== undefined) {
    const plan = await ports.plans.get(tenantId, body.planId);
    if (plan === undefined)
      throw new AppError('RESOURCE_NOT_FOUND', 'Plan not found; plans are kept for 7 days.');
    return plan;
  }
  const { message = '', context } = body;
  const { reply } = await proposePlan({
    tenantId,
    message,
    named: context?.availableApis,
    surroundings: { previous: turnsOf(context?.previousMessages) },
    ports,
  });
  if ('same' in reply) return reply.same;
  const plan = newPlan({ draft: reply.draft, id: ports.ids.next('plan'), caller, message, now: request.now });
  const about = aboutPlan(plan);
  const events = [{ type: 'plan.created' as const, data: about }];
  await ports.plans.create(plan, change({ action: 'plan.created', details: about, events }));
  return plan;
}

function assertConfirmed({
  plan: { id, planHash, steps },
  confirmHash,
  data,
}: {
  plan: Plan;
  confirmHash: string | undefined;
  data: unknown;
}): void {
  if (confirmHash === planHash) return;
  const reads = strongestEffect(leavesOf(steps).map(({ effect }) => effect)) === 'read';
  if (reads && confirmHash === undefined) return;
  const [code, why] =
    confirmHash === undefined
      ? (['CONFIRMATION_REQUIRED', 'This plan changes something'] as const)
      : (['PLAN_HASH_MISMATCH', 'This is another plan than was confirmed'] as const);
  throw new AppError(code, `${why}: look at it, and send planId ${id} with confirmHash ${planHash}.`, {
    data,
  });
}
