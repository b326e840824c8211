import { compileDays } from './compile-days.ts';
import { readCronField, type Allowed } from './cron-field.ts';
import { ScheduleError } from './schedule-error.ts';

const DAY_MS = 86_400_000;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const LAST_YEAR = 2199;

/** The next time after one, both as a clock on the wall shows them, written as UTC in epoch milliseconds. */
export type NextOnTheWall = (after: number) => number | undefined;

/**
 * Compiles the six fields of an EventBridge cron expression (minutes, hours, day of month, month, day of week, year;
 * EventBridge User Guide, "Cron expressions reference"). Throws `ScheduleError`.
 */
export function compileCron(text: string): NextOnTheWall {
  const fields = text.trim().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) throw new ScheduleError('cron', countOfFields(fields));
  const numbers = (name: string, field: string, allowed: Allowed) => {
    const values = readCronField(field, allowed);
    if (values !== undefined) return values;
    const names = allowed.names === undefined ? '' : ` or ${allowed.names.at(0)}-${allowed.names.at(-1)}`;
    const range = `${allowed.lowest}-${allowed.highest}${names}`;
    throw new ScheduleError('cron', `The ${name} "${field}" must be made of ${range} with , - * and /.`);
  };
  const minutes = numbers('minutes', minute, { lowest: 0, highest: 59 });
  const hours = numbers('hours', hour, { lowest: 0, highest: 23, wraps: true });
  const months = numbers('month', month, { lowest: 1, highest: 12, names: MONTHS });
  const years = numbers('year', year, { lowest: 1970, highest: LAST_YEAR });
  const isDay = compileDays(dayOfMonth, dayOfWeek);

  return (after) => {
    const start = (Math.floor(after / 60_000) + 1) * 60_000;
    for (let midnight = start - (start % DAY_MS); ; midnight += DAY_MS) {
      const date = new Date(midnight);
      if (date.getUTCFullYear() > LAST_YEAR) return undefined;
      if (!years.has(date.getUTCFullYear()) || !months.has(date.getUTCMonth() + 1) || !isDay(date)) continue;
      for (const atHour of hours) {
        for (const atMinute of minutes) {
          const time = midnight + (atHour * 60 + atMinute) * 60_000;
          if (time >= start) return time;
        }
      }
    }
  };
}

/** Five fields are how everybody else writes it: then the sixth is told, and the question mark. */
function countOfFields(fields: readonly string[]): string {
  const rule = 'A cron expression has six fields: minutes, hours, day of month, month, day of week, year.';
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields;
  if (fields.length !== 5 || dayOfWeek === undefined) return `${rule} This one has ${fields.length}.`;
  const days = dayOfWeek === '*' ? [dayOfMonth, month, '?'] : ['?', month, dayOfWeek];
  const hint = /\d/.test(dayOfWeek) ? ' Days of the week count from 1, which is Sunday.' : '';
  return `${rule} For example: ${[minute, hour, ...days, '*'].join(' ')}.${hint}`;
}
