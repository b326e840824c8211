import { createHash } from 'node:crypto';
import { ID_PREFIXES } from './ids.ts';
import type { Json, JsonObject } from './json.ts';
import type { MemberRole } from './roles.ts';
import type { ApprovalForm, Approvers } from './workflow.ts';

/** `cancelled`: the run ended without it. */
export const APPROVAL_STATUSES = ['pending', 'approved', 'rejected', 'expired', 'cancelled'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

export const DECISIONS = ['approve', 'reject'] as const;
export type ApprovalDecision = (typeof DECISIONS)[number];

/** Who decided what. */
export interface Verdict {
  readonly decision: ApprovalDecision;
  /** The values of the form by name; empty where there is none. */
  readonly input: JsonObject;
  readonly by: { readonly userId: string; readonly name: string };
  /** ISO 8601. */
  readonly at: string;
  readonly comment: string | null;
}

/** What a run asks a person; the run's journal is the truth, this is how people find it. Times are ISO 8601. */
export interface Approval {
  readonly id: string;
  readonly tenantId: string;
  readonly runId: string;
  readonly workflowId: string;
  /** Of the step's entry in the journal. */
  readonly key: string;
  readonly stepName: string;
  readonly status: ApprovalStatus;
  readonly message: string;
  readonly form?: ApprovalForm;
  readonly approvers?: Approvers;
  readonly requestedAt: string;
  readonly expiresAt?: string;
  /** When it stopped being pending. */
  readonly closedAt?: string;
  readonly verdict?: Verdict;
}

/** The one id of what a step of a run asks: it can be worked out again by whoever has the run. */
export function approvalIdFor({ runId, key }: { readonly runId: string; readonly key: string }): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([runId, key]))
    .digest('hex');
  return `${ID_PREFIXES.approval}_${digest.slice(0, 40)}`;
}

/** Whether a member may answer. Where nobody is named: whoever may approve workflows. */
export function isApprover({
  approvers,
  member: { userId, memberRole, mayApprove },
}: {
  readonly approvers: Approvers | undefined;
  readonly member: {
    readonly userId: string;
    readonly memberRole: MemberRole;
    readonly mayApprove: boolean;
  };
}): boolean {
  if (approvers === undefined) return mayApprove;
  const { userIds = [], roles = [] } = approvers;
  return userIds.includes(userId) || roles.includes(memberRole);
}

/** What the step gives: `{{steps.ask.decision}}`, `{{steps.ask.input.amount}}`. */
export function outputOfVerdict({ decision, input, by, at, comment }: Verdict): Json {
  return { decision, input, by: { ...by }, at, comment };
}
