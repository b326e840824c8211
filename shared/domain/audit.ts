import type { JsonObject } from './json.ts';

/** Every audited action; a route or a run names one of them. */
export const AUDIT_ACTIONS = [
  'user.registered',
  'user.verified',
  'user.signed_in',
  'session.refreshed',
  'verification.resent',
  'connection.created',
  'connection.updated',
  'connection.refreshed',
  'connection.deleted',
  'connection.called',
  'connection.tested',
  'connection.checked',
  'credential.stored',
  'credential.deleted',
  'chat.session_created',
  'chat.session_deleted',
  'chat.message_answered',
  'plan.created',
  'workflow.created',
  'workflow.approved',
  'workflow.updated',
  'workflow.deleted',
  'trigger.created',
  'trigger.updated',
  'trigger.deleted',
  'execution.started',
  'execution.cancelled',
  'execution.paused',
  'execution.resumed',
  'execution.retried',
  'execution.decided',
  'approval.decided',
  'openapi_cache.cleared',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** One line of the audit log, written in the transaction of the change it records. */
export interface AuditRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly userEmail?: string;
  readonly action: AuditAction;
  /** Ids and states only. */
  readonly details: JsonObject;
  readonly timestamp: string;
  readonly ipAddress: string;
  readonly userAgent: string;
  readonly sessionId?: string;
  readonly requestId: string;
}
