import * as z from 'zod';
import { idSchema } from '../domain/ids.ts';
import { ChatAnswer } from './chat-views.ts';
import { routes } from './route.ts';

const turn = z.lazy(() =>
  z.strictObject({ role: z.enum(['user', 'assistant']), content: z.string().max(4000) }),
);

const context = z.lazy(() =>
  z.strictObject({
    availableApis: z.array(z.string().max(100)).max(100).optional().meta({
      description: 'Names or ids of the connections that may be used; all active ones when left out.',
    }),
    previousMessages: z
      .array(z.union([turn, z.string().max(4000)]))
      .max(50)
      .optional(),
  }),
);

/** Plain English to a checked plan. */
export const chatRoutes = routes({
  planChat: {
    method: 'post',
    path: '/chat',
    summary: 'Turn a request in plain English into a plan that has been checked against the connected APIs.',
    auth: 'user',
    scope: 'chat:write',
    rate: 'chat',
    audit: 'plan.created',
    params: null,
    query: null,
    body: z.lazy(() =>
      z.strictObject({
        message: z.string().trim().min(1, 'Say what should happen.').max(4000),
        sessionId: idSchema('chatSession').optional().meta({
          description: 'A conversation: the message may answer the open questions of its plan, or change it.',
        }),
        context: context.optional(),
      }),
    ),
    success: { status: 200, as: 'envelope', schema: ChatAnswer, message: null },
    errors: ['RESOURCE_NOT_FOUND', 'CONFLICT'],
  },
});
