import type { chatSessionRoutes } from '../../shared/api/chat-sessions.ts';
import { paginate } from '../../shared/api/pagination.ts';
import type { ChatStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { sessionSummary } from './session-view.ts';

/** The caller's conversations, newest first. */
export function listChatSessions({
  chats,
}: {
  chats: ChatStore;
}): Handler<typeof chatSessionRoutes.listChatSessions> {
  return async ({ query: { page, limit }, caller: { tenantId, userId } }) => {
    const { items, total, nextCursor } = await chats.list({ tenantId, userId }, { page, limit });
    return {
      sessions: items.map(sessionSummary),
      pagination: paginate({ page, limit, total, ...(nextCursor === undefined ? {} : { nextCursor }) }),
    };
  };
}
