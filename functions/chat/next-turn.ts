import {
  MAX_REPLY_LENGTH,
  SESSION_LIFETIME_MS,
  type ChatExchange,
  type ChatSession,
  type PendingEdit,
} from '../../shared/domain/chat.ts';
import type { Plan, PlanQuestion } from '../../shared/domain/plan.ts';
import { MAX_MESSAGE_LENGTH } from '../../shared/planner/text.ts';

const MAX_TITLE_LENGTH = 100;

/** A conversation as it is after a message was answered, and the exchange. `now`: ISO 8601. */
export function nextTurn({
  session,
  message,
  explanation,
  questions,
  plan,
  pending,
  now,
}: {
  session: ChatSession;
  message: string;
  explanation: string;
  questions: readonly PlanQuestion[];
  plan: Plan;
  pending?: PendingEdit;
  now: string;
}): { readonly session: ChatSession; readonly exchange: ChatExchange } {
  const { pending: _answered, ...kept } = session;
  const about = { planId: plan.id, planHash: plan.planHash };
  const number = session.exchanges + 1;
  // Questions last: who reads the end of a reply sees that something was asked.
  const asked = questions.map(({ question }) => question).filter((text) => !explanation.includes(text));
  return {
    session: {
      ...kept,
      ...about,
      title: session.title === '' ? message.slice(0, MAX_TITLE_LENGTH) : session.title,
      exchanges: number,
      ...(pending === undefined ? {} : { pending }),
      updatedAt: now,
      expiresAt: new Date(Date.parse(now) + SESSION_LIFETIME_MS).toISOString(),
    },
    exchange: {
      number,
      at: now,
      message: message.slice(0, MAX_MESSAGE_LENGTH),
      reply: [explanation, ...asked].join('\n').slice(0, MAX_REPLY_LENGTH),
      ...about,
    },
  };
}
