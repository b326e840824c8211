import type { ErrorCode } from '../errors.ts';
import type { JsonObject } from '../json.ts';

/** What starts a workflow beside a person. */
export const TRIGGER_TYPES = ['schedule', 'event'] as const;
export type TriggerType = (typeof TRIGGER_TYPES)[number];

/** What becomes of a time that was missed by minutes: nothing, or one run, for the last of those that were missed. */
export const MISSED_RUNS = ['skip', 'run-once'] as const;

/** When a schedule fires; `cron` by the clocks of `timezone`, or at a `rate`. Times are ISO 8601. */
export interface TriggerSchedule {
  readonly cron?: string;
  readonly rate?: string;
  readonly timezone: string;
  readonly startAt?: string;
  readonly endAt?: string;
  readonly missedRuns: (typeof MISSED_RUNS)[number];
}

export const TRIGGER_OUTCOMES = ['fired', 'skipped', 'failed'] as const;

/** What came of a firing. */
export interface TriggerOutcome {
  readonly outcome: (typeof TRIGGER_OUTCOMES)[number];
  /** ISO 8601. */
  readonly at: string;
  /** Why not, where nothing was started. */
  readonly code?: ErrorCode;
  readonly message?: string;
  /** The run that was started. */
  readonly executionId?: string;
}

interface TriggerBase {
  readonly id: string;
  readonly tenantId: string;
  readonly workflowId: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Templates over the event (`{{event.data.email}}`); left out, the input is `{event}`. */
  readonly input?: JsonObject;
  readonly lastFiredAt?: string;
  readonly lastOutcome?: TriggerOutcome;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly revision: number;
}

export interface ScheduleTrigger extends TriggerBase {
  readonly type: 'schedule';
  readonly schedule: TriggerSchedule;
  /** Where a rate counts from: its first time. ISO 8601. */
  readonly anchor: string;
}

export interface EventTrigger extends TriggerBase {
  readonly type: 'event';
  /** An event pattern over `id`, `type`, `source`, `time` and `data`. */
  readonly pattern: JsonObject;
}

export type Trigger = ScheduleTrigger | EventTrigger;

/** Triggers of one workflow. */
export const MAX_TRIGGERS = 20;
/** Triggers by event of one workspace: each event is held against all of them. */
export const MAX_EVENT_TRIGGERS = 100;
/** Characters of a pattern, as EventBridge has it (EventBridge quotas, "Event pattern size"). */
export const MAX_PATTERN = 2048;
/** Runs in a row that events may start of each other. */
export const MAX_CHAIN = 8;
