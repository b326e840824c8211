import * as z from 'zod';
import { idSchema } from '../domain/ids.ts';
import { ChatSessionSummary, ChatSessionView } from './chat-views.ts';
import { pageQuery, Pagination } from './pagination.ts';
import { routes } from './route.ts';

const bySession = z.lazy(() => z.object({ id: idSchema('chatSession') }));

/** Conversations; each belongs to the person who began it. */
export const chatSessionRoutes = routes({
  listChatSessions: {
    method: 'get',
    path: '/chat/sessions',
    summary: 'Your conversations, newest first.',
    auth: 'user',
    scope: 'chat:read',
    rate: 'default',
    audit: null,
    params: null,
    query: z.lazy(() => z.object(pageQuery)),
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ sessions: z.array(ChatSessionSummary), pagination: Pagination })),
      message: null,
    },
    errors: [],
  },
  createChatSession: {
    method: 'post',
    path: '/chat/sessions',
    summary: 'Begin a conversation: its messages may answer questions and change the plan.',
    auth: 'user',
    scope: 'chat:write',
    rate: 'default',
    audit: 'chat.session_created',
    params: null,
    query: null,
    body: z.lazy(() => z.strictObject({ title: z.string().trim().min(1).max(200).optional() }).optional()),
    success: { status: 201, as: 'envelope', schema: ChatSessionSummary, message: null },
    errors: [],
  },
  getChatSession: {
    method: 'get',
    path: '/chat/sessions/{id}',
    summary: 'A conversation with its latest messages, oldest first.',
    auth: 'user',
    scope: 'chat:read',
    rate: 'default',
    audit: null,
    params: bySession,
    query: null,
    body: null,
    success: { status: 200, as: 'envelope', schema: ChatSessionView, message: null },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  deleteChatSession: {
    method: 'delete',
    path: '/chat/sessions/{id}',
    summary: 'Delete a conversation with its messages. Workflows made of its plans stay.',
    auth: 'user',
    scope: 'chat:write',
    rate: 'default',
    audit: 'chat.session_deleted',
    params: bySession,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ id: z.string() })),
      message: 'Conversation deleted successfully',
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
});
