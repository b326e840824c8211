import type { chatRoutes } from '../../shared/api/chat.ts';
import { isNamed, type Connection } from '../../shared/domain/connection.ts';
import { planHash } from '../../shared/domain/plan-hash.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import type {
  CatalogueStore,
  Clock,
  ConnectionStore,
  Ids,
  ModelClient,
  PlanStore,
} from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** A plan that nobody took up is forgotten after 7 days. */
const PLAN_LIFETIME_MS = 7 * 24 * 3600 * 1000;

/** An HTTP answer has 30 s; what is left after this is for storing the plan. */
const PLANNING_DEADLINE_MS = 25_000;

/** Plans a request over the active connections of the workspace and keeps the plan for approval. */
export function planChat({
  connections,
  catalogues,
  plans,
  model,
  ids,
  clock,
}: {
  connections: ConnectionStore;
  catalogues: CatalogueStore;
  plans: PlanStore;
  /** Undefined where no model is configured. */
  model: () => Promise<ModelClient | undefined>;
  ids: Ids;
  clock: Clock;
}): Handler<typeof chatRoutes.planChat> {
  return async ({ body: { message, context }, caller, request, change }) => {
    const { tenantId, userId } = caller;
    const deadline = clock.now() + PLANNING_DEADLINE_MS;
    // Loaded when it is first asked for: an instance that only refuses requests never needs it.
    const planner = import('../../shared/planner/plan-request.ts');
    const [all, client] = await Promise.all([connections.listAll(tenantId), model()]);
    const usable = all.filter((connection) => isUsable(connection, context?.availableApis));
    const apis = await Promise.all(
      usable.map(async (connection) => ({
        connection,
        catalogue: await catalogues.get(tenantId, connection.specHash),
      })),
    );
    const { planRequest } = await planner;
    const draft = await planRequest({
      message,
      context: { previousMessages: turns(context?.previousMessages) },
      apis,
      ...(client === undefined ? {} : { model: client }),
      deadlineMs: Math.max(0, deadline - clock.now()),
      clock,
    });
    const plan: Plan = {
      ...draft,
      id: ids.next('plan'),
      tenantId,
      userId,
      message,
      planHash: planHash(draft.steps),
      createdAt: request.now,
      expiresAt: new Date(Date.parse(request.now) + PLAN_LIFETIME_MS).toISOString(),
    };
    const about = {
      planId: plan.id,
      planHash: plan.planHash,
      steps: plan.steps.length,
      planner: plan.planner,
    };
    await plans.create(plan, change({ details: about, events: [{ type: 'plan.created', data: about }] }));
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
  };
}

type Usable = Connection & { readonly specHash: string };

/** Active, with a catalogue, and among those that the caller named. */
function isUsable(connection: Connection, named: readonly string[] | undefined): connection is Usable {
  return connection.status === 'ACTIVE' && connection.specHash !== undefined && isNamed(connection, named);
}

type Turn = { readonly role: 'user' | 'assistant'; readonly content: string };

function turns(messages: readonly (Turn | string)[] = []): readonly Turn[] {
  return messages.map((message) =>
    typeof message === 'string' ? { role: 'user', content: message } : message,
  );
}
