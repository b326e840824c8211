import type { chatSessionRoutes } from '../../shared/api/chat-sessions.ts';
import type { ChatStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findChatSession } from './find-chat-session.ts';

/** Deletes a conversation with its messages. */
export function deleteChatSession({
  chats,
}: {
  chats: ChatStore;
}): Handler<typeof chatSessionRoutes.deleteChatSession> {
  return async ({ params: { id }, caller, change }) => {
    const session = await findChatSession({ chats, owner: caller, id });
    await chats.delete(session, change({ details: { chatSessionId: id } }));
    return { id };
  };
}
