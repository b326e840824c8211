import { compileCron } from './compile-cron.ts';
import { readRate } from './read-rate.ts';
import { timeZone } from './time-zone.ts';

/** When something happens: by a cron expression on the clocks of a time zone, or at a rate. */
export type Recurrence = { readonly cron: string; readonly timezone: string } | { readonly rate: string };

/** The next time after one, in epoch milliseconds; undefined for never. */
export type Schedule = (after: number) => number | undefined;

/**
 * Compiles a recurrence as EventBridge Scheduler understands it ("Schedule types in EventBridge Scheduler"): a time that
 * the clocks jump over is left out, one that they show twice counts once, and a rate knows of no clocks. It counts from
 * `anchor` (epoch milliseconds), which is its first time. Throws `ScheduleError`.
 */
export function compileSchedule(recurrence: Recurrence, anchor: number): Schedule {
  if ('rate' in recurrence) {
    const period = readRate(recurrence.rate);
    return (after) =>
      after < anchor ? anchor : anchor + (Math.floor((after - anchor) / period) + 1) * period;
  }
  const zone = timeZone(recurrence.timezone);
  const nextOnTheWall = compileCron(recurrence.cron);
  return (after) => {
    let wall: number | undefined = zone.wallOf(after);
    for (;;) {
      wall = nextOnTheWall(wall);
      if (wall === undefined) return undefined;
      const instant = zone.instantOf(wall);
      if (instant !== undefined && instant > after) return instant;
    }
  };
}
