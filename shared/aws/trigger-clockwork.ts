import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
  type CreateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { timesOf } from '../domain/trigger/fire-times.ts';
import type { ScheduleTrigger } from '../domain/trigger/trigger.ts';
import type { TriggerClockwork } from '../ports.ts';
import { rethrow } from './aws-error.ts';
import { clientOptions } from './client-options.ts';

/** So long Scheduler tries to reach the queue, the most that it can. */
const MAX_AGE_SECONDS = 86_400;

/** Where schedules are kept and where they send to. */
export interface ClockworkSettings {
  readonly groupName: string;
  readonly queueArn: string;
  readonly deadLetterArn: string;
  /** The role in which Scheduler sends. */
  readonly roleArn: string;
}

/** Schedules of EventBridge Scheduler, one a trigger, by its name. */
export function createTriggerClockwork({
  settings,
  client = new SchedulerClient(clientOptions()),
}: {
  settings: ClockworkSettings;
  client?: SchedulerClient;
}): TriggerClockwork {
  const { groupName: GroupName } = settings;
  const remove = async (Name: string): Promise<void> => {
    await client.send(new DeleteScheduleCommand({ Name, GroupName })).catch((error: unknown) => {
      if (!isNamed(error, 'ResourceNotFoundException')) rethrow(error);
    });
  };
  return {
    async put(trigger, now) {
      const input = scheduleOf(trigger, now, settings);
      if (input === undefined) return remove(trigger.id);
      try {
        await client.send(new UpdateScheduleCommand(input));
      } catch (error) {
        if (!isNamed(error, 'ResourceNotFoundException')) rethrow(error);
        // Whoever made it meanwhile is looked at again by the message that is tried again.
        await client.send(new CreateScheduleCommand(input)).catch(rethrow);
      }
    },
    delete: remove,
  };
}

/** Undefined where it will not fire any more. A rate starts at its next time, since a start may not lie in the past. */
function scheduleOf(
  trigger: ScheduleTrigger,
  now: number,
  { groupName, queueArn, deadLetterArn, roleArn }: ClockworkSettings,
): CreateScheduleCommandInput | undefined {
  const { id, tenantId, workflowId, schedule } = trigger;
  const next = timesOf(trigger)(now);
  if (next === undefined) return undefined;
  const { cron, rate, timezone, startAt, endAt } = schedule;
  const starts = cron === undefined || (startAt !== undefined && Date.parse(startAt) > now);
  const message = { tenantId, workflowId, triggerId: id, time: '<aws.scheduler.scheduled-time>' };
  return {
    Name: id,
    GroupName: groupName,
    ScheduleExpression: cron === undefined ? `rate(${rate})` : `cron(${cron})`,
    ScheduleExpressionTimezone: timezone,
    ...(starts ? { StartDate: new Date(cron === undefined ? next : (startAt ?? next)) } : {}),
    ...(endAt === undefined ? {} : { EndDate: new Date(endAt) }),
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: queueArn,
      RoleArn: roleArn,
      Input: JSON.stringify(message),
      DeadLetterConfig: { Arn: deadLetterArn },
      RetryPolicy: { MaximumEventAgeInSeconds: MAX_AGE_SECONDS },
    },
  };
}

function isNamed(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === name;
}
