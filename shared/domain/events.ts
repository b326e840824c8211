import type { JsonObject } from './json.ts';

/** Every event that APIQ puts on the bus; `detail-type` on EventBridge. */
export const EVENT_TYPES = [
  'user.registered',
  'user.verified',
  'connection.created',
  'connection.updated',
  'connection.deleted',
  'connection.ingestion_queued',
  'connection.ingested',
  'connection.ingestion_failed',
  'connection.limit_near',
  'connection.circuit_opened',
  'connection.circuit_closed',
  'connection.drifted',
  'connection.check_failed',
  'credential.stored',
  'credential.deleted',
  'plan.created',
  'workflow.created',
  'workflow.approved',
  'workflow.updated',
  'workflow.deleted',
  'trigger.created',
  'trigger.updated',
  'trigger.deleted',
  'trigger.fired',
  'trigger.skipped',
  'trigger.failed',
  'execution.started',
  'execution.completed',
  'execution.failed',
  'execution.cancelled',
  'execution.paused',
  'execution.resumed',
  'execution.undecided',
  'execution.decided',
  'approval.requested',
  'approval.decided',
  'approval.expired',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** `source` of every event on the bus. */
export const EVENT_SOURCE = 'apiq';

/** One outgoing event, written with the change it tells of. `data` carries ids and states, never bodies or secrets. */
export interface DomainEvent {
  readonly id: string;
  readonly type: EventType;
  readonly tenantId: string;
  /** Present on the events of a run; their order within it is `sequence`. */
  readonly runId?: string;
  readonly sequence?: number;
  readonly time: string;
  readonly data: JsonObject;
}
