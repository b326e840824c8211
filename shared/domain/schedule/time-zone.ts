import { ScheduleError } from './schedule-error.ts';

const DAY_MS = 86_400_000;

/** A time zone of the IANA database. Times on the wall are written as UTC in epoch milliseconds. */
export interface TimeZone {
  wallOf(instant: number): number;
  /** The first instant at which the wall shows it; undefined where the clocks jump over it. */
  instantOf(wall: number): number | undefined;
}

/** Throws `ScheduleError` for a name that is none. */
export function timeZone(name: string): TimeZone {
  const format = formatOf(name);
  const wallOf = (instant: number): number => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
  return {
    wallOf,
    instantOf(wall) {
      // Before and after a change of the clocks, wherever that may be near.
      const offsets = [wall - DAY_MS, wall + DAY_MS].map((near) => wallOf(near) - near);
      const instants = offsets.map((offset) => wall - offset).filter((instant) => wallOf(instant) === wall);
      return instants.length === 0 ? undefined : Math.min(...instants);
    },
  };
}

function formatOf(name: string): Intl.DateTimeFormat {
  // Intl takes offsets (+01:00), too; they know nothing of summer, and EventBridge takes names alone.
  if (/^[A-Za-z]/.test(name)) {
    try {
      return new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        calendar: 'gregory',
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      // Told below.
    }
  }
  throw new ScheduleError('timezone', `There is no time zone "${name}"; ${suggestion(name)}.`);
}

function suggestion(name: string): string {
  const wanted = name.toLowerCase().replaceAll(' ', '_');
  const close = Intl.supportedValuesOf('timeZone').filter((known) =>
    known.toLowerCase().endsWith(`/${wanted}`),
  );
  return close.length === 0 ? 'write one like "Europe/Berlin" or "UTC"' : `perhaps "${close.join('" or "')}"`;
}
