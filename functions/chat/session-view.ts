import type { ChatExchange, ChatSession } from '../../shared/domain/chat.ts';

/** A conversation in a list. */
export function sessionSummary(session: ChatSession) {
  return { ...session, planId: session.planId ?? null, planHash: session.planHash ?? null };
}

/** A conversation with its messages, two for each exchange. */
export function sessionView(session: ChatSession, exchanges: readonly ChatExchange[]) {
  return {
    ...sessionSummary(session),
    messages: exchanges.flatMap(({ at, message, reply, planId, planHash }) => [
      { role: 'user' as const, content: message, at },
      {
        role: 'assistant' as const,
        content: reply,
        at,
        ...(planId === undefined ? {} : { planId }),
        ...(planHash === undefined ? {} : { planHash }),
      },
    ]),
  };
}
