import * as z from 'zod';
import { idSchema } from '../domain/ids.ts';
import { JsonObject } from '../domain/json.ts';
import { RUN_STATUSES } from '../domain/run.ts';
import { Timestamp } from '../domain/timestamp.ts';
import { Step } from '../domain/workflow.ts';
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

/** What is longer than a request is answered with a question; what is longer than this is refused. */
const MAX_TEXT = 200_000;

const message = z.lazy(() => z.string().trim().min(1, 'Say what should happen.').max(MAX_TEXT));

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
        message,
        sessionId: idSchema('chatSession').optional().meta({
          description: 'A conversation: the message may answer the open questions of its plan, or change it.',
        }),
        context: context.optional(),
      }),
    ),
    success: { status: 200, as: 'envelope', schema: ChatAnswer, message: null },
    errors: ['RESOURCE_NOT_FOUND', 'CONFLICT'],
  },
  executeChat: {
    method: 'post',
    path: '/chat/execute',
    summary:
      'Plan a request, or take a plan, and run it: at once where every step reads, else only with the hash of that plan. The 409 that asks for it holds the plan in `data`. The same Idempotency-Key starts one execution only.',
    auth: 'user',
    scope: 'executions:write',
    rate: 'chat',
    audit: 'execution.started',
    params: null,
    query: null,
    body: z.lazy(() =>
      z
        .strictObject({
          message: z.exactOptional(message),
          planId: z.exactOptional(idSchema('plan')),
          context: context.optional(),
          input: z.exactOptional(JsonObject),
          confirmHash: z.exactOptional(z.string().max(200)).meta({
            description: 'The planHash of the plan that was looked at.',
          }),
        })
        .refine((body) => (body.message === undefined) !== (body.planId === undefined), {
          path: ['message'],
          message: 'Give either message or planId.',
        }),
    ),
    success: {
      status: 202,
      as: 'envelope',
      schema: z.lazy(() =>
        z.object({
          executionId: z.string(),
          workflowId: z.string(),
          workflow: z.object({ name: z.string(), description: z.string(), steps: z.array(Step) }),
          planId: z.string(),
          planHash: z.string(),
          status: z.enum(RUN_STATUSES),
          startedAt: Timestamp,
        }),
      ),
      message: 'Workflow execution started',
    },
    errors: [
      'RESOURCE_NOT_FOUND',
      'PLAN_INVALID',
      'CONFIRMATION_REQUIRED',
      'PLAN_HASH_MISMATCH',
      'IDEMPOTENCY_CONFLICT',
      'PAYLOAD_TOO_LARGE',
      'WORKFLOW_PAUSED',
      'WORKFLOW_BUSY',
      'PLAN_NOT_APPROVED',
      'CONFLICT',
    ],
  },
});
