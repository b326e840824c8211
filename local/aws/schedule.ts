import { compileCron } from './cron.ts';
import { AwsError } from './service.ts';

/** When a rule fires next after a time (epoch milliseconds); `undefined` for never. */
export type Schedule = (after: number) => number | undefined;

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Compiles `rate(5 minutes)` or `cron(0 3 * * ? *)`, in UTC (EventBridge User Guide, Setting a schedule pattern).
 * Throws `ValidationException`.
 */
export function compileSchedule(expression: string): Schedule {
  const [, count, unit, plural] = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const period = Number(count) * (UNIT_MS[unit ?? ''] ?? Number.NaN);
  if ((count === '1') === (plural === '') && !Number.isNaN(period)) return (after) => after + period;
  const [, fields] = /^cron\((.+)\)$/.exec(expression) ?? [];
  const schedule = fields === undefined ? undefined : compileCron(fields);
  if (schedule === undefined)
    throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
  return schedule;
}
