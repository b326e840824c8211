import { readCronField, readValue } from './cron-field.ts';
import { ScheduleError } from './schedule-error.ts';

type DayTest = (midnight: Date) => boolean;

const MONTH_DAYS = { lowest: 1, highest: 31 };
const WEEK_DAYS = { lowest: 1, highest: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };
const SATURDAY = 6;

/** Compiles the two day fields, of which one must be `?`. Throws `ScheduleError`. */
export function compileDays(dayOfMonth: string, dayOfWeek: string): DayTest {
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new ScheduleError('cron', 'Exactly one of day of month and day of week must be "?".');
  }
  const isDay = dayOfWeek === '?' ? compileDayOfMonth(dayOfMonth) : compileDayOfWeek(dayOfWeek);
  if (isDay !== undefined) return isDay;
  const message =
    dayOfWeek === '?'
      ? `The day of month "${dayOfMonth}" must be made of 1-31 with , - * and /, or be L or like 15W.`
      : `The day of week "${dayOfWeek}" must be made of 1-7 or SUN-SAT with , - and *, or be L or like 6L or 3#2.`;
  throw new ScheduleError('cron', message);
}

/** `L` is the last day of the month, `15W` the weekday nearest the 15th in the same month. */
function compileDayOfMonth(field: string): DayTest | undefined {
  if (field === 'L') return (date) => date.getUTCDate() === lastDay(date);
  if (field.endsWith('W')) {
    const near = readValue(field.slice(0, -1), MONTH_DAYS);
    return near === undefined ? undefined : (date) => date.getUTCDate() === nearestWeekday(date, near);
  }
  const days = readCronField(field, MONTH_DAYS);
  return days && ((date) => days.has(date.getUTCDate()));
}

/** `6L` is the month's last Friday, `6#3` its third; `L` alone is Saturday. */
function compileDayOfWeek(field: string): DayTest | undefined {
  const [, text, place] = /^(\w+?)(L|#[1-5])$/.exec(field) ?? [];
  if (text !== undefined && place !== undefined) {
    const wanted = readValue(text, WEEK_DAYS);
    if (wanted === undefined) return undefined;
    if (place === 'L') return (date) => weekday(date) === wanted && date.getUTCDate() > lastDay(date) - 7;
    const nth = Number(place.slice(1));
    return (date) => weekday(date) === wanted && Math.ceil(date.getUTCDate() / 7) === nth;
  }
  const days = readCronField(field === 'L' ? 'SAT' : field, WEEK_DAYS);
  return days && ((date) => days.has(weekday(date)));
}

/** 1 is Sunday. */
function weekday(date: Date): number {
  return date.getUTCDay() + 1;
}

function lastDay(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

function nearestWeekday(month: Date, wanted: number): number {
  const last = lastDay(month);
  const day = Math.min(wanted, last);
  const at = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth(), day)).getUTCDay();
  if (at === SATURDAY) return day === 1 ? 3 : day - 1;
  if (at === 0) return day === last ? day - 2 : day + 1;
  return day;
}
