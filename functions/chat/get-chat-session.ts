import type { chatSessionRoutes } from '../../shared/api/chat-sessions.ts';
import { MAX_EXCHANGES } from '../../shared/domain/chat.ts';
import type { ChatStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findChatSession } from './find-chat-session.ts';
import { sessionView } from './session-view.ts';

/** One of the caller's conversations with its messages. */
export function getChatSession({
  chats,
}: {
  chats: ChatStore;
}): Handler<typeof chatSessionRoutes.getChatSession> {
  return async ({ params: { id }, caller }) => {
    const session = await findChatSession({ chats, owner: caller, id });
    return sessionView(session, await chats.history(session, MAX_EXCHANGES));
  };
}
