import * as z from 'zod';
import { WORKFLOW_STATUSES } from '../domain/workflow.ts';
import { pageQuery, Pagination } from './pagination.ts';
import { routes } from './route.ts';
import { byWorkflow, WorkflowSummary, WorkflowView } from './workflow-views.ts';

/** Reading workflows and approving them. */
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
  getWorkflow: {
    method: 'get',
    path: '/workflows/{id}',
    summary: 'One workflow with the steps of its current version.',
    auth: 'user',
    scope: 'workflows:read',
    rate: 'default',
    audit: null,
    params: byWorkflow,
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
    params: byWorkflow,
    query: null,
    body: z.lazy(() => z.strictObject({ planHash: z.string().regex(/^sha256:[0-9a-f]{64}$/) })),
    success: { status: 200, as: 'envelope', schema: WorkflowView, message: 'Workflow approved' },
    errors: ['RESOURCE_NOT_FOUND', 'PLAN_HASH_MISMATCH'],
  },
});
