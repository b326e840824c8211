import { ScheduleError } from './schedule-error.ts';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Milliseconds of `5 minutes`, `1 hour`, `7 days`; a day is 24 hours, whatever the clocks do (EventBridge Scheduler User
 * Guide, "Rate-based schedules"). Throws `ScheduleError`.
 */
export function readRate(text: string): number {
  const [, count, unit, plural] = /^([1-9]\d{0,8}) (minute|hour|day)(s?)$/.exec(text.trim()) ?? [];
  const period = Number(count) * (UNIT_MS[unit ?? ''] ?? Number.NaN);
  if ((count === '1') === (plural === '') && !Number.isNaN(period)) return period;
  const message = `A rate is a whole number and minutes, hours or days, like "5 minutes" or "1 hour", and not "${text}".`;
  throw new ScheduleError('rate', message);
}
