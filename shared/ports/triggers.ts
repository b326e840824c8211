import type { DomainEvent } from '../domain/events.ts';
import type { EventTrigger, ScheduleTrigger, Trigger, TriggerOutcome } from '../domain/trigger/trigger.ts';
import type { Change } from './changes.ts';

export interface TriggerStore {
  /** RESOURCE_NOT_FOUND where the workflow is gone. */
  create(trigger: Trigger, change: Change): Promise<void>;
  /** Those of one workflow, oldest first. */
  list(tenantId: string, workflowId: string): Promise<readonly Trigger[]>;
  /** Those by event of the whole workspace. */
  listByEvent(tenantId: string): Promise<readonly EventTrigger[]>;
  get(trigger: {
    readonly tenantId: string;
    readonly workflowId: string;
    readonly id: string;
  }): Promise<Trigger | undefined>;
  /** In place of the one that was read; CONFLICT where it has been changed since. Firings that are noted meanwhile stay. */
  update(update: { readonly seen: Trigger; readonly trigger: Trigger }, change: Change): Promise<void>;
  /** CONFLICT where it has been changed since it was read. */
  delete(trigger: Trigger, change: Change): Promise<void>;
  /** Takes triggers away whose workflow is gone: that was recorded with the workflow. */
  clear(triggers: readonly Trigger[]): Promise<void>;
  /** Notes what came of a firing, with the event that tells of it, which is written once; nothing where the trigger is gone. */
  note(note: {
    readonly trigger: Trigger;
    readonly outcome: TriggerOutcome;
    readonly event?: DomainEvent;
  }): Promise<void>;
}

/** The clockwork outside that fires schedules. */
export interface TriggerClockwork {
  /** Lets the schedule of a trigger fire from `now` (epoch milliseconds) on, as it is written, in place of what it was. */
  put(trigger: ScheduleTrigger, now: number): Promise<void>;
  /** Ends it; nothing where there is none. */
  delete(triggerId: string): Promise<void>;
}
