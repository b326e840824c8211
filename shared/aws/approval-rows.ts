import * as z from 'zod';
import { APPROVAL_STATUSES, DECISIONS, type Approval } from '../domain/approval.ts';
import { AppError } from '../domain/errors.ts';
import { JsonObject } from '../domain/json.ts';
import { ApprovalForm, Approvers } from '../domain/workflow.ts';
import type { ApprovalClosing } from '../ports.ts';
import { fromJsonText } from './json-text.ts';
import type { Item, NewItem, Write } from './table-operations.ts';
import { approvalIndexKey, approvalKey, approvalsPartition } from './table.ts';

const json = <S extends z.ZodType>(schema: S) =>
  z.lazy(() => z.string().transform((text): z.output<S> => schema.parse(fromJsonText(text))));

const StoredVerdict = z.lazy(() =>
  z.object({
    decision: z.enum(DECISIONS),
    input: JsonObject,
    by: z.object({ userId: z.string(), name: z.string() }),
    at: z.string(),
    comment: z.string().nullable(),
  }),
);

const StoredApproval = z.lazy(() =>
  z.object({
    id: z.string(),
    tenantId: z.string(),
    runId: z.string(),
    workflowId: z.string(),
    key: z.string(),
    stepName: z.string(),
    status: z.enum(APPROVAL_STATUSES),
    message: z.string(),
    form: z.exactOptional(json(ApprovalForm)),
    approvers: z.exactOptional(json(Approvers)),
    requestedAt: z.string(),
    expiresAt: z.exactOptional(z.string()),
    closedAt: z.exactOptional(z.string()),
    verdict: z.exactOptional(json(StoredVerdict)),
  }),
) satisfies z.ZodType<Approval>;

export function approvalOf(item: Item): Approval {
  return StoredApproval.parse(item);
}

/** An approval as it lies in the table; its status decides where it is listed. */
export function approvalRow(approval: Approval): NewItem {
  const { form, approvers, verdict, ...rest } = approval;
  return {
    ...approvalKey(approval),
    ...approvalIndexKey(approval),
    ...rest,
    ...(form === undefined ? {} : { form: JSON.stringify(form) }),
    ...(approvers === undefined ? {} : { approvers: JSON.stringify(approvers) }),
    ...(verdict === undefined ? {} : { verdict: JSON.stringify(verdict) }),
  };
}

/** Nobody has answered it, and it has not expired. */
const PENDING = '#status = :pending';

/** Closes an approval; CONFLICT where it is not pending any more. */
export function closingWrite({
  tenantId,
  at,
  closing: { id, status, verdict },
}: {
  readonly tenantId: string;
  readonly at: string;
  readonly closing: ApprovalClosing;
}): Write {
  const decided = verdict === undefined ? {} : { ':verdict': JSON.stringify(verdict) };
  return {
    key: approvalKey({ tenantId, id }),
    update: `SET #status = :status, gsi1pk = :partition, closedAt = :at${verdict === undefined ? '' : ', verdict = :verdict'}`,
    condition: PENDING,
    names: { '#status': 'status' },
    values: {
      ':pending': 'pending',
      ':status': status,
      ':partition': approvalsPartition({ tenantId, status }),
      ':at': at,
      ...decided,
    },
    refused: () => new AppError('CONFLICT', 'This approval has been answered meanwhile; look at it again.'),
  };
}
