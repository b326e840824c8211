import type { chatSessionRoutes } from '../../shared/api/chat-sessions.ts';
import type { chatRoutes } from '../../shared/api/chat.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import { planChat, type ChatPorts } from './plan-chat.ts';

/** The handlers of `/chat`. */
export function chatHandlers(ports: ChatPorts): Handlers<typeof chatRoutes & typeof chatSessionRoutes> {
  return {
    planChat: planChat(ports),
    listChatSessions: whenCalled(async () =>
      (await import('./list-chat-sessions.ts')).listChatSessions(ports),
    ),
    createChatSession: whenCalled(async () =>
      (await import('./create-chat-session.ts')).createChatSession(ports),
    ),
    getChatSession: whenCalled(async () => (await import('./get-chat-session.ts')).getChatSession(ports)),
    deleteChatSession: whenCalled(async () =>
      (await import('./delete-chat-session.ts')).deleteChatSession(ports),
    ),
  };
}
