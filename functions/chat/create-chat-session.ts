import type { chatSessionRoutes } from '../../shared/api/chat-sessions.ts';
import { SESSION_LIFETIME_MS, type ChatSession } from '../../shared/domain/chat.ts';
import type { ChatStore, Ids } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { sessionSummary } from './session-view.ts';

/** Begins a conversation; without a title it gets that of its first message. */
export function createChatSession({
  chats,
  ids,
}: {
  chats: ChatStore;
  ids: Ids;
}): Handler<typeof chatSessionRoutes.createChatSession> {
  return async ({ body, caller: { tenantId, userId }, request: { now }, change }) => {
    const session: ChatSession = {
      id: ids.next('chatSession'),
      tenantId,
      userId,
      title: body?.title ?? '',
      exchanges: 0,
      createdAt: now,
      updatedAt: now,
      expiresAt: new Date(Date.parse(now) + SESSION_LIFETIME_MS).toISOString(),
    };
    await chats.create(session, change({ details: { chatSessionId: session.id } }));
    return sessionSummary(session);
  };
}
