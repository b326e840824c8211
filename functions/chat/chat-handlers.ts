import type { chatSessionRoutes } from '../../shared/api/chat-sessions.ts';
import type { chatRoutes } from '../../shared/api/chat.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import type { ExecuteChatPorts } from './execute-chat.ts';
import type { PlanChatPorts } from './plan-chat.ts';

/** The handlers of `/chat`. */
export function chatHandlers(
  ports: PlanChatPorts & ExecuteChatPorts,
): Handlers<typeof chatRoutes & typeof chatSessionRoutes> {
  return {
    planChat: whenCalled(async () => (await import('./plan-chat.ts')).planChat(ports)),
    executeChat: whenCalled(async () => (await import('./execute-chat.ts')).executeChat(ports)),
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
