import { AppError } from '../../shared/domain/errors.ts';
import { ScheduleError } from '../../shared/domain/schedule/schedule-error.ts';
import { anchorOf, timesOf } from '../../shared/domain/trigger/fire-times.ts';
import type { TriggerSchedule } from '../../shared/domain/trigger/trigger.ts';

/**
 * Where a schedule that is written at `now` (epoch milliseconds) counts from, after a look at whether it can be kept:
 * VALIDATION_ERROR with the member at fault and what would be right.
 */
export function checkSchedule(schedule: TriggerSchedule, now: number): string {
  const { cron, rate, startAt, endAt } = schedule;
  if ((cron === undefined) === (rate === undefined))
    throw fault('', 'Give either "cron", like "0 9 * * ? *", or "rate", like "15 minutes".');
  if (endAt !== undefined && Date.parse(endAt) <= Math.max(now, Date.parse(startAt ?? endAt) - 1))
    throw fault('.endAt', 'The end must lie in the future, and after the start.');
  try {
    const anchor = anchorOf(schedule, now);
    if (timesOf({ schedule, anchor })(now) === undefined)
      throw fault('', 'This schedule never fires: look at its year, its day and its end.');
    return anchor;
  } catch (error) {
    if (error instanceof ScheduleError) throw fault(`.${error.member}`, error.message);
    throw error;
  }
}

function fault(member: string, message: string): AppError {
  return new AppError('VALIDATION_ERROR', undefined, {
    details: [{ path: `body.schedule${member}`, message }],
  });
}
