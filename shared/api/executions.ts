import * as z from 'zod';
import { Timestamp } from '../domain/timestamp.ts';
import { idSchema } from '../domain/ids.ts';
import { JsonAnswer } from '../domain/json.ts';
import { RUN_STATUSES, RUN_TRIGGERS, STEP_STATUSES } from '../domain/run.ts';
import { STEP_TYPES } from '../domain/workflow.ts';
import { ExecutionError } from './execution-error.ts';
import { pageQuery, Pagination } from './pagination.ts';
import { routes } from './route.ts';

const time = Timestamp;

const StepView = z.lazy(() =>
  z
    .object({
      /** Unique in the execution: the step's id, behind the passes of the loops around it (`each[2].post`). */
      id: z.string(),
      stepId: z.string(),
      name: z.string(),
      type: z.enum(STEP_TYPES),
      status: z.enum(STEP_STATUSES),
      attempt: z.number().int(),
      startedAt: time.nullable(),
      completedAt: time.nullable(),
      /** Milliseconds. */
      duration: z.number().nullable(),
      /** Of a waiting step: when it goes on. */
      dueAt: time.optional(),
      /** Of a loop: how many passes it has. Of a long one, those that have ended do not stand among the steps. */
      passes: z.number().int().optional(),
      input: JsonAnswer.optional(),
      output: JsonAnswer.optional(),
      /** Instead of values that the answer has no room for. */
      inputBytes: z.number().int().optional(),
      outputBytes: z.number().int().optional(),
      error: ExecutionError.optional(),
    })
    .meta({ id: 'ExecutionStep' }),
);

const RunCostView = z.lazy(() =>
  z
    .object({
      usd: z.number(),
      writeUnits: z.int(),
      readUnits: z.int(),
      lambdaRequests: z.int(),
      lambdaGbSeconds: z.number(),
      expressRequests: z.int(),
      standardTransitions: z.int(),
      region: z.string(),
      pricesOf: z.iso.date(),
    })
    .meta({
      id: 'ExecutionCost',
      description:
        'What it has cost so far to run it, worked out from its journal and the published prices of a region; without free tiers, logs and what the called APIs ask.',
    }),
);

const ExecutionView = z.lazy(() =>
  z
    .object({
      id: z.string(),
      workflowId: z.string(),
      workflowVersion: z.number().int(),
      status: z.enum(RUN_STATUSES),
      input: JsonAnswer,
      output: JsonAnswer.optional(),
      /** Instead of an output that the answer has no room for. */
      outputBytes: z.number().int().optional(),
      error: ExecutionError.optional(),
      /** A person's decision about a step, somebody's approval, or a time. */
      waitingFor: z.enum(['decision', 'approval', 'time']).optional(),
      /** The execution whose finished steps it took over. */
      retryOf: z.string().optional(),
      steps: z.array(StepView),
      cost: RunCostView,
      startedAt: time.nullable(),
      completedAt: time.nullable(),
      createdAt: time,
    })
    .meta({ id: 'Execution' }),
);

const ExecutionSummary = z.lazy(() =>
  z
    .object({
      id: z.string(),
      workflowId: z.string(),
      workflowVersion: z.int(),
      status: z.enum(RUN_STATUSES),
      trigger: z.enum(RUN_TRIGGERS),
      createdAt: time,
      startedAt: time.nullable(),
      completedAt: time.nullable(),
      /** Milliseconds. */
      duration: z.number().nullable(),
      stepCount: z.number().int(),
      successfulSteps: z.number().int(),
    })
    .meta({ id: 'ExecutionSummary' }),
);

const ExecutionList = z.lazy(() =>
  z.object({ executions: z.array(ExecutionSummary), pagination: Pagination }),
);

const ExecutionEvents = z.lazy(() =>
  z
    .object({
      executionId: z.string(),
      status: z.enum(RUN_STATUSES),
      events: z.array(
        z.discriminatedUnion('type', [
          z.object({ type: z.literal('execution'), at: time, status: z.enum(RUN_STATUSES) }),
          z.object({
            type: z.literal('step'),
            at: time,
            /** As `id` in the steps of the execution. */
            step: z.string(),
            stepId: z.string(),
            status: z.enum(STEP_STATUSES),
            attempt: z.int(),
          }),
        ]),
      ),
      cursor: z.string(),
      /** Nothing more will come. */
      ended: z.boolean(),
    })
    .meta({ id: 'ExecutionEvents' }),
);

/** A day, or a moment with its offset. */
const moment = z.lazy(() => z.union([z.iso.datetime({ offset: true }), z.iso.date()]));

/** What lists of executions are filtered by. A cursor stands in for the page. */
const listQuery = {
  status: z.lazy(() => z.enum(RUN_STATUSES).optional()),
  trigger: z.lazy(() => z.enum(RUN_TRIGGERS).optional()),
  from: z.lazy(() => moment.optional().meta({ description: 'Created then or later.' })),
  to: z.lazy(() => moment.optional().meta({ description: 'Created before.' })),
  cursor: z.lazy(() =>
    z
      .string()
      .max(200)
      .optional()
      .meta({ description: '`nextCursor` of the list before, instead of a page.' }),
  ),
  ...pageQuery,
};

/** The history of executions. */
export const executionRoutes = routes({
  searchExecutions: {
    method: 'get',
    path: '/executions',
    summary:
      'The executions of the workspace, newest first. At most 500 are counted and filtered at once; a cursor goes on.',
    auth: 'user',
    scope: 'executions:read',
    rate: 'default',
    audit: null,
    params: null,
    query: z.lazy(() => z.object({ workflowId: idSchema('workflow').optional(), ...listQuery })),
    body: null,
    success: { status: 200, as: 'envelope', schema: ExecutionList, message: null },
    errors: [],
  },
  listExecutions: {
    method: 'get',
    path: '/workflows/{workflowId}/executions',
    summary: 'The executions of a workflow, newest first.',
    auth: 'user',
    scope: 'executions:read',
    rate: 'default',
    audit: null,
    params: z.lazy(() => z.object({ workflowId: idSchema('workflow') })),
    query: z.lazy(() => z.object(listQuery)),
    body: null,
    success: { status: 200, as: 'envelope', schema: ExecutionList, message: null },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  getExecution: {
    method: 'get',
    path: '/executions/{id}',
    summary: 'One execution with the input, output and duration of each step.',
    auth: 'user',
    scope: 'executions:read',
    rate: 'default',
    audit: null,
    params: z.lazy(() => z.object({ id: idSchema('run') })),
    query: null,
    body: null,
    success: { status: 200, as: 'envelope', schema: ExecutionView, message: null },
    errors: ['EXECUTION_NOT_FOUND'],
  },
  followExecution: {
    method: 'get',
    path: '/executions/{id}/events',
    summary:
      'What has changed in an execution since the cursor. With `waitSeconds` the answer waits for a change; go on until `ended`.',
    auth: 'user',
    scope: 'executions:read',
    rate: 'poll',
    audit: null,
    params: z.lazy(() => z.object({ id: idSchema('run') })),
    query: z.lazy(() =>
      z.object({
        cursor: z
          .string()
          .regex(/^-?\d{1,9}\.\d{1,9}\.[01]$/, 'Take the cursor from the answer before.')
          .optional(),
        waitSeconds: z.coerce.number().int().min(0).max(20).default(0),
      }),
    ),
    body: null,
    success: { status: 200, as: 'envelope', schema: ExecutionEvents, message: null },
    errors: ['EXECUTION_NOT_FOUND'],
  },
  getExecutionStatus: {
    method: 'get',
    path: '/workflows/executions/{executionId}/status',
    summary: 'How far an execution is.',
    auth: 'user',
    scope: 'executions:read',
    rate: 'poll',
    audit: null,
    params: z.lazy(() => z.object({ executionId: idSchema('run') })),
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() =>
        z.object({
          executionId: z.string(),
          status: z.enum(RUN_STATUSES),
          currentStep: z.number().int(),
          totalSteps: z.number().int(),
          /** Per cent; never smaller than before. */
          progress: z.number().int().min(0).max(100),
          startedAt: time.nullable(),
          completedAt: time.nullable(),
          estimatedCompletion: time.nullable().meta({
            description:
              'By the middle of the runs of this version before; null without one, and while it stands or waits for a person.',
          }),
          lastActivity: time,
        }),
      ),
      message: null,
    },
    errors: ['EXECUTION_NOT_FOUND'],
  },
});
