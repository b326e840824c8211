import type { chatRoutes } from '../../shared/api/chat.ts';
import type { ChatExchange } from '../../shared/domain/chat.ts';
import type { ChatOwner, ChatStore, Ids, PlanStore } from '../../shared/ports.ts';
import type { Turn } from '../../shared/planner/plan-request.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findChatSession } from './find-chat-session.ts';
import { aboutPlan, newPlan } from './new-plan.ts';
import { nextTurn } from './next-turn.ts';
import { planView } from './plan-view.ts';
import { proposePlan, turnsOf, type ProposalPorts } from './propose-plan.ts';

export interface PlanChatPorts extends ProposalPorts {
  readonly plans: PlanStore;
  readonly chats: ChatStore;
  readonly ids: Ids;
}

/** So much of a conversation is read for its next message. */
const REMEMBERED_EXCHANGES = 10;

/**
 * Plans a request over the active connections of the workspace and keeps the plan for approval. In a conversation the
 * message may answer the questions of its plan, or change it; plan and exchange are written together.
 */
export function planChat(ports: PlanChatPorts): Handler<typeof chatRoutes.planChat> {
  const { plans, chats, ids } = ports;
  return async ({ body: { message, sessionId, context }, caller, request, change, unchanged }) => {
    const talk = sessionId === undefined ? undefined : await readTalk(ports, caller, sessionId);
    const { reply, apis } = await proposePlan({
      tenantId: caller.tenantId,
      message,
      named: context?.availableApis,
      surroundings: talk?.surroundings ?? { previous: turnsOf(context?.previousMessages) },
      ports,
    });
    const named = sessionId === undefined ? {} : { sessionId };
    if ('same' in reply) {
      const { same: plan, explanation, questions } = reply;
      if (talk === undefined) unchanged();
      else {
        const turn = nextTurn({ ...reply, session: talk.session, message, plan, now: request.now });
        const details = { chatSessionId: talk.session.id, planId: plan.id, planHash: plan.planHash };
        await chats.record(turn, change({ action: 'chat.message_answered', details }));
      }
      return { ...planView({ ...plan, explanation, questions }, apis), ...named, changes: [] };
    }
    const plan = newPlan({ draft: reply.draft, id: ids.next('plan'), caller, message, now: request.now });
    const about = aboutPlan(plan);
    const record = change({
      details: sessionId === undefined ? about : { ...about, chatSessionId: sessionId },
      events: [{ type: 'plan.created', data: about }],
    });
    if (talk === undefined) await plans.create(plan, record);
    else {
      const { explanation, questions } = plan;
      const turn = nextTurn({
        explanation,
        questions,
        session: talk.session,
        message,
        plan,
        now: request.now,
      });
      await chats.record({ ...turn, plan }, record);
    }
    return { ...planView(plan, apis), ...named, changes: [...reply.changes] };
  };
}

/** A conversation with what a reply needs of it. */
async function readTalk({ chats, plans }: PlanChatPorts, owner: ChatOwner, id: string) {
  const session = await findChatSession({ chats, owner, id });
  const { planId, pending } = session;
  const [plan, history] = await Promise.all([
    planId === undefined ? undefined : plans.get(owner.tenantId, planId),
    chats.history(session, REMEMBERED_EXCHANGES),
  ]);
  return {
    session,
    surroundings: {
      previous: history.flatMap(turnsOfExchange),
      ...(plan === undefined ? {} : { plan }),
      ...(pending === undefined ? {} : { pending }),
    },
  };
}

function turnsOfExchange({ message, reply }: ChatExchange): readonly Turn[] {
  return [
    { role: 'user', content: message },
    { role: 'assistant', content: reply },
  ];
}
