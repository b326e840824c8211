import * as z from 'zod';
import { Timestamp } from '../domain/timestamp.ts';
import { idSchema } from '../domain/ids.ts';
import { JsonObject } from '../domain/json.ts';
import { MAX_STEPS, Step, StepInput, WORKFLOW_STATUSES } from '../domain/workflow.ts';
import { RUN_STATUSES } from '../domain/run.ts';
import { pageQuery, Pagination } from './pagination.ts';
import { routes } from './route.ts';

const byId = z.lazy(() => z.object({ id: idSchema('workflow') }));

const WorkflowSummary = z.lazy(() =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      status: z.enum(WORKFLOW_STATUSES),
      version: z.number().int(),
      stepCount: z.number().int(),
      approved: z.boolean(),
      lastExecuted: Timestamp.nullable(),
      createdAt: Timestamp,
      updatedAt: Timestamp,
    })
    .meta({ id: 'WorkflowSummary' }),
);

/** A workflow with the steps of its current version. */
export const WorkflowView = z.lazy(() =>
  WorkflowSummary.unwrap()
    .extend({
      planHash: z.string(),
      approvedAt: Timestamp.nullable(),
      approvedBy: z.string().nullable(),
      steps: z.array(Step),
    })
    .meta({ id: 'Workflow' }),
);

const name = z.lazy(() => z.string().trim().min(1).max(200));
const description = z.lazy(() => z.string().max(5000));

const NewWorkflow = z.lazy(() =>
  z.union([
    z.strictObject({ planId: idSchema('plan'), name: name.optional(), description: description.optional() }),
    z.strictObject({
      name,
      description: description.optional(),
      steps: z.array(StepInput).min(1).max(MAX_STEPS),
    }),
  ]),
);

/** Workflows, their approval and the start of their executions. */
export const workflowRoutes = routes({
  listWorkflows: {
    method: 'get',
    path: '/workflows',
    summary: 'The workflows of the workspace, newest first.',
    auth: 'user',
    scope: 'workflows:read',
    rate: 'default',
    audit: null,
    params: null,
    query: z.lazy(() =>
      z.object({
        status: z.enum(WORKFLOW_STATUSES).optional(),
        search: z.string().max(200).optional(),
        ...pageQuery,
      }),
    ),
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ workflows: z.array(WorkflowSummary), pagination: Pagination })),
      message: null,
    },
    errors: [],
  },
  createWorkflow: {
    method: 'post',
    path: '/workflows',
    summary: 'Create a workflow from a plan or from hand-written steps, checked against the connected APIs.',
    auth: 'user',
    scope: 'workflows:write',
    rate: 'default',
    audit: 'workflow.created',
    params: null,
    query: null,
    body: NewWorkflow,
    success: { status: 201, as: 'envelope', schema: WorkflowView, message: 'Workflow created successfully' },
    errors: ['RESOURCE_NOT_FOUND', 'PLAN_INVALID', 'VALIDATION_ERROR'],
  },
  getWorkflow: {
    method: 'get',
    path: '/workflows/{id}',
    summary: 'One workflow with the steps of its current version.',
    auth: 'user',
    scope: 'workflows:read',
    rate: 'default',
    audit: null,
    params: byId,
    query: null,
    body: null,
    success: { status: 200, as: 'envelope', schema: WorkflowView, message: null },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  approveWorkflow: {
    method: 'post',
    path: '/workflows/{id}/approve',
    summary: 'Approve the current version by the hash of its plan.',
    auth: 'user',
    scope: 'workflows:approve',
    rate: 'default',
    audit: 'workflow.approved',
    params: byId,
    query: null,
    body: z.lazy(() => z.strictObject({ planHash: z.string().regex(/^sha256:[0-9a-f]{64}$/) })),
    success: { status: 200, as: 'envelope', schema: WorkflowView, message: 'Workflow approved' },
    errors: ['RESOURCE_NOT_FOUND', 'PLAN_HASH_MISMATCH'],
  },
  executeWorkflow: {
    method: 'post',
    path: '/workflows/{id}/execute',
    summary:
      'Start an execution of the approved version. The same Idempotency-Key starts one execution only.',
    auth: 'user',
    scope: 'executions:write',
    rate: 'default',
    audit: 'execution.started',
    params: byId,
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
    errors: ['RESOURCE_NOT_FOUND', 'PLAN_NOT_APPROVED', 'IDEMPOTENCY_CONFLICT', 'PAYLOAD_TOO_LARGE'],
  },
});
