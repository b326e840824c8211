import * as z from 'zod';
import { compileSchedule, type Schedule } from '../../shared/domain/schedule/compile-schedule.ts';
import { ScheduleError } from '../../shared/domain/schedule/schedule-error.ts';
import { AwsError, notImplemented } from './service.ts';

const Name = z.string().regex(/^[0-9a-zA-Z-_.]{1,64}$/);
const QueueArn = z.string().startsWith('arn:aws:sqs:');

/** CreateSchedule and UpdateSchedule, as far as they are spoken: recurring schedules whose target is a queue. */
export const ScheduleInput = z.strictObject({
  Name,
  GroupName: Name.default('default'),
  ScheduleExpression: z.string().max(256),
  ScheduleExpressionTimezone: z.string().min(1).max(50).default('UTC'),
  /** Seconds since 1970. */
  StartDate: z.number().optional(),
  EndDate: z.number().optional(),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  Target: z.strictObject({
    Arn: QueueArn,
    RoleArn: z.string(),
    Input: z.string().min(1),
    DeadLetterConfig: z.strictObject({ Arn: QueueArn }).optional(),
    RetryPolicy: z
      .strictObject({
        MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
        MaximumRetryAttempts: z.int().min(0).max(185).optional(),
      })
      .optional(),
  }),
  Description: z.string().max(512).optional(),
  ClientToken: z.string().max(64).optional(),
});
export type ScheduleInput = z.output<typeof ScheduleInput>;

export const ScheduleName = z.strictObject({
  Name,
  GroupName: Name.default('default'),
  ClientToken: z.string().max(64).optional(),
});

/** A start that is longer ago is refused (CreateSchedule, "StartDate"). */
const OLDEST_START_MS = 5 * 60_000;

/** Refuses what AWS refuses of a new schedule beside its form. Throws `ValidationException`. */
export function checkSchedule(input: ScheduleInput, now: number): void {
  compileTimes(input, now);
  const { StartDate, EndDate } = input;
  if (StartDate !== undefined && StartDate * 1000 < now - OLDEST_START_MS)
    throw invalid('The StartDate you specify cannot be earlier than 5 minutes ago.');
  if (EndDate !== undefined && EndDate * 1000 <= Math.max(now, (StartDate ?? 0) * 1000))
    throw invalid('The EndDate you specify must be in the future and after the StartDate.');
}

/** When a schedule that was made at `createdAt` fires after a time, both epoch milliseconds. Throws `ValidationException`. */
export function compileTimes(input: ScheduleInput, createdAt: number): Schedule {
  const [, kind, text = ''] = /^(rate|cron|at)\((.+)\)$/.exec(input.ScheduleExpression) ?? [];
  if (kind === 'at') throw notImplemented('scheduler', 'CreateSchedule with a one-time schedule');
  if (kind === undefined) throw invalid(`Invalid Schedule Expression ${input.ScheduleExpression}.`);
  const start = input.StartDate === undefined ? undefined : input.StartDate * 1000;
  const end = input.EndDate === undefined ? Number.POSITIVE_INFINITY : input.EndDate * 1000;
  const next = compileRecurrence(kind, text, {
    timezone: input.ScheduleExpressionTimezone,
    anchor: start ?? createdAt,
  });
  return (after) => {
    const time = next(start === undefined ? after : Math.max(after, start - 1));
    return time === undefined || time > end ? undefined : time;
  };
}

function compileRecurrence(
  kind: string,
  text: string,
  { timezone, anchor }: { readonly timezone: string; readonly anchor: number },
): Schedule {
  try {
    return compileSchedule(kind === 'rate' ? { rate: text } : { cron: text, timezone }, anchor);
  } catch (error) {
    if (error instanceof ScheduleError) throw invalid(`Invalid Schedule Expression. ${error.message}`);
    throw error;
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
