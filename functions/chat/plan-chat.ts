import type { chatRoutes } from '../../shared/api/chat.ts';
import type { ChatExchange } from '../../shared/domain/chat.ts';
import type {
  CatalogueStore,
  ChatStore,
  Clock,
  ConnectionStore,
  Ids,
  ModelClient,
  PlanStore,
} from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findChatSession } from './find-chat-session.ts';
import { newPlan } from './new-plan.ts';
import { nextTurn } from './next-turn.ts';
import { planView } from './plan-view.ts';

export interface ChatPorts {
  readonly connections: ConnectionStore;
  readonly catalogues: CatalogueStore;
  readonly plans: PlanStore;
  readonly chats: ChatStore;
  /** Undefined where no model is configured. */
  readonly model: () => Promise<ModelClient | undefined>;
  readonly ids: Ids;
  readonly clock: Clock;
}

/** An HTTP answer has 30 s; what is left after this is for storing the plan. */
const PLANNING_DEADLINE_MS = 25_000;

/** So much of a conversation is read for its next message. */
const REMEMBERED_EXCHANGES = 10;

/**
 * Plans a request over the active connections of the workspace and keeps the plan for approval. In a conversation the
 * message may answer the questions of its plan, or change it; plan and exchange are written together.
 */
export function planChat(ports: ChatPorts): Handler<typeof chatRoutes.planChat> {
  const { plans, chats, ids, clock } = ports;
  return async ({ body: { message, sessionId, context }, caller, request, change }) => {
    const { tenantId } = caller;
    const deadline = clock.now() + PLANNING_DEADLINE_MS;
    // Loaded when it is first asked for: an instance that only refuses requests never needs it.
    const planner = import('../../shared/planner/reply-to-message.ts');
    const { openApis, readApis } = await import('./load-apis.ts');
    const [opened, model, talk] = await Promise.all([
      openApis({ ...ports, tenantId, named: context?.availableApis }),
      ports.model(),
      sessionId === undefined ? undefined : readTalk(ports, caller, sessionId),
    ]);
    const previous = talk?.history.flatMap(turnsOf) ?? turns(context?.previousMessages);
    const said = previous.flatMap(({ role, content }) => (role === 'user' ? [content] : []));
    const apis = await readApis({
      ...ports,
      opened,
      texts: [...said, message],
      steps: talk?.plan?.steps ?? [],
    });
    const { replyToMessage } = await planner;
    const reply = await replyToMessage({
      message,
      previous,
      ...(talk?.plan === undefined ? {} : { plan: talk.plan }),
      ...(talk?.session.pending === undefined ? {} : { pending: talk.session.pending }),
      apis,
      ...(model === undefined ? {} : { model }),
      deadlineMs: Math.max(0, deadline - clock.now()),
      clock,
    });
    if ('same' in reply) {
      const { same: plan, explanation, questions } = reply;
      if (talk !== undefined) {
        const turn = nextTurn({ ...reply, session: talk.session, message, plan, now: request.now });
        const details = { chatSessionId: talk.session.id, planId: plan.id, planHash: plan.planHash };
        await chats.record(turn, change({ action: 'chat.message_answered', details }));
      }
      return { ...planView({ ...plan, explanation, questions }, apis), ...named(sessionId), changes: [] };
    }
    const plan = newPlan({ draft: reply.draft, id: ids.next('plan'), caller, message, now: request.now });
    const about = {
      planId: plan.id,
      planHash: plan.planHash,
      steps: plan.steps.length,
      planner: plan.planner,
    };
    const record = change({
      details: sessionId === undefined ? about : { ...about, chatSessionId: sessionId },
      events: [{ type: 'plan.created', data: about }],
    });
    if (talk === undefined) await plans.create(plan, record);
    else {
      const answer = { explanation: plan.explanation, questions: plan.questions };
      const turn = nextTurn({ ...answer, session: talk.session, message, plan, now: request.now });
      await chats.record({ ...turn, plan }, record);
    }
    return { ...planView(plan, apis), ...named(sessionId), changes: [...reply.changes] };
  };
}

/** A conversation with what a reply needs of it. */
async function readTalk({ chats, plans }: ChatPorts, owner: Owner, id: string) {
  const session = await findChatSession({ chats, owner, id });
  const [plan, history] = await Promise.all([
    session.planId === undefined ? undefined : plans.get(owner.tenantId, session.planId),
    chats.history(session, REMEMBERED_EXCHANGES),
  ]);
  return { session, plan, history };
}

type Owner = { readonly tenantId: string; readonly userId: string };
type Turn = { readonly role: 'user' | 'assistant'; readonly content: string };

function turnsOf({ message, reply }: ChatExchange): readonly Turn[] {
  return [
    { role: 'user', content: message },
    { role: 'assistant', content: reply },
  ];
}

function turns(messages: readonly (Turn | string)[] = []): readonly Turn[] {
  return messages.map((message) =>
    typeof message === 'string' ? { role: 'user', content: message } : message,
  );
}

function named(sessionId: string | undefined) {
  return sessionId === undefined ? {} : { sessionId };
}
