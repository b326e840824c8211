import * as z from 'zod';
import { APPROVAL_STATUSES, DECISIONS } from '../domain/approval.ts';
import { idSchema } from '../domain/ids.ts';
import { JsonObject } from '../domain/json.ts';
import { Timestamp } from '../domain/timestamp.ts';
import { ApprovalForm, Approvers } from '../domain/workflow.ts';
import { pageQuery, Pagination } from './pagination.ts';
import { routes } from './route.ts';

const ApprovalView = z.lazy(() =>
  z
    .object({
      id: z.string(),
      status: z.enum(APPROVAL_STATUSES),
      executionId: z.string(),
      workflowId: z.string(),
      /** Of the execution's step that waits: its `id` there. */
      step: z.string(),
      name: z.string(),
      message: z.string(),
      form: ApprovalForm.nullable(),
      approvers: Approvers.nullable().meta({ description: 'Null: whoever may approve workflows.' }),
      canDecide: z.boolean().meta({ description: 'Whether you are one of them.' }),
      requestedAt: Timestamp,
      expiresAt: Timestamp.nullable(),
      closedAt: Timestamp.nullable(),
      decision: z
        .object({
          decision: z.enum(DECISIONS),
          input: JsonObject,
          by: z.object({ userId: z.string(), name: z.string() }),
          at: Timestamp,
          comment: z.string().nullable(),
        })
        .nullable(),
    })
    .meta({ id: 'Approval' }),
);

const byApproval = z.lazy(() => z.object({ id: idSchema('approval') }));

/** What executions ask people, and their answers. */
export const approvalRoutes = routes({
  listApprovals: {
    method: 'get',
    path: '/approvals',
    summary:
      'What the executions of the workspace ask, newest first: those that are pending, unless another status is given.',
    auth: 'user',
    scope: 'approvals:read',
    rate: 'poll',
    audit: null,
    params: null,
    query: z.lazy(() => z.object({ status: z.enum(APPROVAL_STATUSES).default('pending'), ...pageQuery })),
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ approvals: z.array(ApprovalView), pagination: Pagination })),
      message: null,
    },
    errors: [],
  },
  getApproval: {
    method: 'get',
    path: '/approvals/{id}',
    summary: 'One approval: what is asked, of whom, and what has been answered.',
    auth: 'user',
    scope: 'approvals:read',
    rate: 'default',
    audit: null,
    params: byApproval,
    query: null,
    body: null,
    success: { status: 200, as: 'envelope', schema: ApprovalView, message: null },
    errors: ['APPROVAL_NOT_FOUND'],
  },
  decideApproval: {
    method: 'post',
    path: '/approvals/{id}',
    summary:
      'Approve or reject. The first answer counts; the same answer of the same person again is answered as the first was.',
    auth: 'user',
    scope: 'approvals:answer',
    rate: 'default',
    audit: 'approval.decided',
    params: byApproval,
    query: null,
    body: z.lazy(() =>
      z.strictObject({
        decision: z.enum(DECISIONS),
        /** The values of the form by name; not looked at where it is rejected. */
        input: z.exactOptional(JsonObject),
        comment: z.exactOptional(z.string().trim().max(2_000)),
      }),
    ),
    success: { status: 200, as: 'envelope', schema: ApprovalView, message: null },
    errors: [
      'APPROVAL_NOT_FOUND',
      'NOT_AN_APPROVER',
      'APPROVAL_ALREADY_DECIDED',
      'APPROVAL_EXPIRED',
      'EXECUTION_ALREADY_COMPLETED',
    ],
  },
});
