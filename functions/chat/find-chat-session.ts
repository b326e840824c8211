import type { ChatSession } from '../../shared/domain/chat.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { ChatOwner, ChatStore } from '../../shared/ports.ts';

/** The person's own conversation, or RESOURCE_NOT_FOUND. */
export async function findChatSession({
  chats,
  owner: { tenantId, userId },
  id,
}: {
  chats: ChatStore;
  owner: ChatOwner;
  id: string;
}): Promise<ChatSession> {
  const session = await chats.get({ tenantId, userId }, id);
  if (session === undefined)
    throw new AppError('RESOURCE_NOT_FOUND', 'Conversation not found; they are kept for 7 days.');
  return session;
}
