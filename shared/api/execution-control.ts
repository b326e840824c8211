import * as z from 'zod';
import { idSchema } from '../domain/ids.ts';
import { JsonAnswer, JsonObject } from '../domain/json.ts';
import { RUN_STATUSES, STEP_STATUSES } from '../domain/run.ts';
import { Timestamp } from '../domain/timestamp.ts';
import { routes } from './route.ts';

const byExecution = z.lazy(() => z.object({ executionId: idSchema('run') }));
const said = { executionId: z.string(), status: z.enum(RUN_STATUSES), message: z.string() };

/** Starting executions, and what a person does to one. */
export const executionControlRoutes = routes({
  executeWorkflow: {
    method: 'post',
    path: '/workflows/{id}/execute',
    summary:
      'Start an execution of the approved version. The same Idempotency-Key starts one execution only.',
    auth: 'user',
    scope: 'executions:write',
    rate: 'default',
    audit: 'execution.started',
    params: z.lazy(() => z.object({ id: idSchema('workflow') })),
    query: null,
    body: z.lazy(() => z.strictObject({ input: JsonObject.optional() }).optional()),
    success: {
      status: 202,
      as: 'envelope',
      schema: z.lazy(() =>
        z.object({
          executionId: z.string(),
          status: z.enum(RUN_STATUSES),
          startedAt: Timestamp,
        }),
      ),
      message: 'Workflow execution started',
    },
    errors: [
      'RESOURCE_NOT_FOUND',
      'PLAN_NOT_APPROVED',
      'WORKFLOW_PAUSED',
      'WORKFLOW_BUSY',
      'IDEMPOTENCY_CONFLICT',
      'PAYLOAD_TOO_LARGE',
    ],
  },
  cancelExecution: {
    method: 'post',
    path: '/workflows/executions/{executionId}/cancel',
    summary: 'Cancel an execution. After the answer no further call starts; one under way may still end.',
    auth: 'user',
    scope: 'executions:write',
    rate: 'default',
    audit: 'execution.cancelled',
    params: byExecution,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ ...said, cancelledAt: Timestamp })),
      message: null,
    },
    errors: ['EXECUTION_NOT_FOUND', 'EXECUTION_ALREADY_COMPLETED'],
  },
  pauseExecution: {
    method: 'post',
    path: '/workflows/executions/{executionId}/pause',
    summary: 'Pause an execution before its next call.',
    auth: 'user',
    scope: 'executions:write',
    rate: 'default',
    audit: 'execution.paused',
    params: byExecution,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ ...said, pausedAt: Timestamp })),
      message: null,
    },
    errors: ['EXECUTION_NOT_FOUND', 'EXECUTION_NOT_RUNNING'],
  },
  resumeExecution: {
    method: 'post',
    path: '/workflows/executions/{executionId}/resume',
    summary: 'Resume a paused execution where it stopped.',
    auth: 'user',
    scope: 'executions:write',
    rate: 'default',
    audit: 'execution.resumed',
    params: byExecution,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ ...said, resumedAt: Timestamp })),
      message: null,
    },
    errors: ['EXECUTION_NOT_FOUND', 'EXECUTION_NOT_PAUSED'],
  },
  retryExecution: {
    method: 'post',
    path: '/workflows/executions/{executionId}/retry',
    summary:
      'Run a failed or cancelled execution again from where it stopped: its finished steps are taken over.',
    auth: 'user',
    scope: 'executions:write',
    rate: 'default',
    audit: 'execution.retried',
    params: byExecution,
    query: null,
    body: z.lazy(() =>
      z
        .strictObject({
          /** `same`: the version that failed. `latest`: the approved one of now; what is changed in it runs anew. */
          version: z.enum(['same', 'latest']).default('same'),
        })
        .optional(),
    ),
    success: {
      status: 202,
      as: 'envelope',
      schema: z.lazy(() =>
        z.object({
          executionId: z.string(),
          retryOf: z.string(),
          status: z.enum(RUN_STATUSES),
          startedAt: Timestamp,
          stepsTakenOver: z.int(),
        }),
      ),
      message: 'Workflow execution started',
    },
    errors: [
      'EXECUTION_NOT_FOUND',
      'EXECUTION_NOT_FAILED',
      'STEP_OUTCOME_UNKNOWN',
      'PLAN_NOT_APPROVED',
      'RESOURCE_NOT_FOUND',
      'WORKFLOW_BUSY',
      'IDEMPOTENCY_CONFLICT',
    ],
  },
  retryFailedExecutions: {
    method: 'post',
    path: '/workflows/{id}/executions/retry',
    summary:
      'Run the executions again that failed in some time, each from where it stopped. An execution is run again so once, however often this is asked.',
    auth: 'user',
    scope: 'executions:write',
    rate: 'default',
    audit: 'execution.retried',
    params: z.lazy(() => z.object({ id: idSchema('workflow') })),
    query: null,
    body: z.lazy(() =>
      z.strictObject({
        /** Created then or later, and before `to`. */
        from: z.iso.datetime({ offset: true }),
        to: z.iso.datetime({ offset: true }),
        limit: z.int().min(1).max(50).default(50),
        /** As for one execution. */
        version: z.enum(['same', 'latest']).default('same'),
        /** `nextCursor` of the answer before. */
        cursor: z.string().max(200).optional(),
      }),
    ),
    success: {
      status: 202,
      as: 'envelope',
      schema: z.lazy(() =>
        z.object({
          started: z.array(
            z.object({ executionId: z.string(), retryOf: z.string(), stepsTakenOver: z.int() }),
          ),
          /** With the reason. */
          skipped: z.array(z.object({ executionId: z.string(), code: z.string(), message: z.string() })),
          /** Present where more may have failed. */
          nextCursor: z.string().optional(),
        }),
      ),
      message: null,
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  repeatExecution: {
    method: 'post',
    path: '/workflows/executions/{executionId}/repeat',
    summary: 'Run the approved version with the input of an execution, from the first step.',
    auth: 'user',
    scope: 'executions:write',
    rate: 'default',
    audit: 'execution.started',
    params: byExecution,
    query: null,
    body: null,
    success: {
      status: 202,
      as: 'envelope',
      schema: z.lazy(() =>
        z.object({
          executionId: z.string(),
          repeatOf: z.string(),
          status: z.enum(RUN_STATUSES),
          startedAt: Timestamp,
        }),
      ),
      message: 'Workflow execution started',
    },
    errors: ['EXECUTION_NOT_FOUND', 'RESOURCE_NOT_FOUND', 'PLAN_NOT_APPROVED', 'WORKFLOW_PAUSED'],
  },
  resolveStep: {
    method: 'post',
    path: '/workflows/executions/{executionId}/steps/{stepId}/resolve',
    summary: 'Decide about a step of which nobody knows whether it took effect.',
    auth: 'user',
    scope: 'executions:write',
    rate: 'default',
    audit: 'execution.decided',
    params: z.lazy(() => z.object({ executionId: idSchema('run'), stepId: z.string().min(1).max(500) })),
    query: null,
    body: z.lazy(() =>
      z.strictObject({
        /** `retry`: send it again. `skip`: go on without it. `done`: it took effect, with this output. */
        decision: z.enum(['retry', 'skip', 'done']),
        output: z.exactOptional(JsonAnswer),
      }),
    ),
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ ...said, stepId: z.string(), stepStatus: z.enum(STEP_STATUSES) })),
      message: null,
    },
    errors: ['EXECUTION_NOT_FOUND', 'STEP_NOT_UNKNOWN', 'EXECUTION_ALREADY_COMPLETED'],
  },
});
