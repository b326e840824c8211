import * as z from 'zod';
import { PLANNERS } from '../domain/plan.ts';
import { Step } from '../domain/workflow.ts';
import { routes } from './route.ts';

const turn = z.lazy(() =>
  z.strictObject({ role: z.enum(['user', 'assistant']), content: z.string().max(4000) }),
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
        message: z.string().trim().min(1).max(4000),
        context: z
          .strictObject({
            availableApis: z.array(z.string().max(100)).max(100).optional().meta({
              description: 'Names or ids of the connections that may be used; all active ones when left out.',
            }),
            previousMessages: z
              .array(z.union([turn, z.string().max(4000)]))
              .max(50)
              .optional(),
          })
          .optional(),
      }),
    ),
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() =>
        z.object({
          planId: z.string(),
          planHash: z.string(),
          workflow: z.object({ name: z.string(), description: z.string(), steps: z.array(Step) }),
          explanation: z.string(),
          /** 0 to 1. */
          confidence: z.number().min(0).max(1),
          questions: z.array(
            z.object({
              question: z.string(),
              stepId: z.string().optional(),
              parameter: z.string().optional(),
            }),
          ),
          planner: z.enum(PLANNERS),
          fallbackReason: z.string().optional(),
        }),
      ),
      message: null,
    },
    errors: [],
  },
});
