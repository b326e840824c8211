import { compileSchedule as compile } from '../../shared/domain/schedule/compile-schedule.ts';
import { readRate } from '../../shared/domain/schedule/read-rate.ts';
import { ScheduleError } from '../../shared/domain/schedule/schedule-error.ts';
import { AwsError } from './service.ts';

/** When a rule fires next after a time (epoch milliseconds); `undefined` for never. */
export type Schedule = (after: number) => number | undefined;

/**
 * Compiles `rate(5 minutes)`, counted from the time that is asked about, or `cron(0 3 * * ? *)`, in UTC (EventBridge User
 * Guide, Setting a schedule pattern). Throws `ValidationException`.
 */
export function compileSchedule(expression: string): Schedule {
  const [, kind, text = ''] = /^(rate|cron)\((.+)\)$/.exec(expression) ?? [];
  try {
    if (kind === 'cron') return compile({ cron: text, timezone: 'UTC' }, 0);
    if (kind === 'rate') {
      const period = readRate(text);
      return (after) => after + period;
    }
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
  }
  throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
}
