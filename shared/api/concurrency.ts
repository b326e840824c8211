import * as z from 'zod';
import { WHEN_FULL } from '../domain/workflow.ts';
import { routes } from './route.ts';
import { byWorkflow } from './workflow-views.ts';

const whenFull = z.lazy(() =>
  z.enum(WHEN_FULL).meta({
    description: 'At the limit an execution waits its turn, or is not started (WORKFLOW_BUSY).',
  }),
);

const Concurrency = z.lazy(() => z.object({ limit: z.int(), whenFull }).nullable());

/** How many executions of one workflow may be under way. */
export const concurrencyRoutes = routes({
  getConcurrency: {
    method: 'get',
    path: '/workflows/{id}/concurrency',
    summary:
      'How many executions of a workflow may be under way, and how many are and wait where there is a limit.',
    auth: 'user',
    scope: 'workflows:read',
    rate: 'default',
    audit: null,
    params: byWorkflow,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ concurrency: Concurrency, running: z.int(), waiting: z.int() })),
      message: null,
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  setConcurrency: {
    method: 'put',
    path: '/workflows/{id}/concurrency',
    summary:
      'Limit how many executions of a workflow are under way; null for no limit. Those under way go on.',
    auth: 'user',
    scope: 'workflows:write',
    rate: 'default',
    audit: 'workflow.updated',
    params: byWorkflow,
    query: null,
    body: z.lazy(() =>
      z.strictObject({
        limit: z.int().min(1).max(100).nullable(),
        whenFull: whenFull.unwrap().default('queue'),
      }),
    ),
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ concurrency: Concurrency })),
      message: 'Workflow updated successfully',
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
});
