import { compileDays } from './cron-days.ts';
import { readCronField } from './cron-field.ts';

const DAY_MS = 86_400_000;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const LAST_YEAR = 2199;

/**
 * Compiles the six fields of an EventBridge cron expression (minutes, hours, day of month, month, day of week, year;
 * UTC) to the next time after a given one, both epoch milliseconds. `undefined` where it is not valid.
 */
export function compileCron(text: string): ((after: number) => number | undefined) | undefined {
  const [minute, hour, dayOfMonth, month, dayOfWeek, year, ...rest] = text.trim().split(/\s+/);
  if (dayOfMonth === undefined || dayOfWeek === undefined || year === undefined || rest.length > 0)
    return undefined;
  const minutes = readCronField(minute, { lowest: 0, highest: 59 });
  const hours = readCronField(hour, { lowest: 0, highest: 23 });
  const months = readCronField(month, { lowest: 1, highest: 12, names: MONTHS });
  const years = readCronField(year, { lowest: 1970, highest: LAST_YEAR });
  const isDay = compileDays(dayOfMonth, dayOfWeek);
  if (!minutes || !hours || !months || !years || !isDay) return undefined;

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
