import { compileSchedule, type Schedule } from '../schedule/compile-schedule.ts';
import { readRate } from '../schedule/read-rate.ts';
import type { ScheduleTrigger, TriggerSchedule } from './trigger.ts';

type Times = Pick<ScheduleTrigger, 'schedule' | 'anchor'>;

/** When a trigger fires, within its start and its end. Throws `ScheduleError`. */
export function timesOf({ schedule, anchor }: Times): Schedule {
  const { cron, rate = '', timezone, startAt, endAt } = schedule;
  const start = startAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(startAt);
  const end = endAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(endAt);
  const next = compileSchedule(cron === undefined ? { rate } : { cron, timezone }, Date.parse(anchor));
  return (after) => {
    const time = next(Math.max(after, start - 1));
    return time === undefined || time > end ? undefined : time;
  };
}

/** The next times after one (epoch milliseconds), as ISO 8601, `count` at most. */
export function nextTimes(trigger: Times, after: number, count: number): string[] {
  const next = timesOf(trigger);
  const times: string[] = [];
  for (let time = next(after); time !== undefined && times.length < count; time = next(time))
    times.push(new Date(time).toISOString());
  return times;
}

/** Where a schedule that is written now counts from: its start, or one period from now, in whole seconds. */
export function anchorOf({ rate, startAt }: TriggerSchedule, now: number): string {
  if (startAt !== undefined) return startAt;
  const first = rate === undefined ? now : now + readRate(rate);
  return new Date(Math.ceil(first / 1000) * 1000).toISOString();
}

/** A time is missed when nobody has come for it for so long: half its distance to the next, within these. */
const SHORTEST_GRACE_MS = 90_000;
const LONGEST_GRACE_MS = 5 * 60_000;

/** What is to be done at `now` about a time (both epoch milliseconds) that a schedule was to fire at. */
export function verdictOf(trigger: Times, time: number, now: number): 'fire' | 'missed' | 'superseded' {
  const next = timesOf(trigger)(time) ?? Number.POSITIVE_INFINITY;
  const grace = Math.min(LONGEST_GRACE_MS, Math.max(SHORTEST_GRACE_MS, (next - time) / 2));
  if (now - time <= grace) return 'fire';
  if (trigger.schedule.missedRuns === 'skip') return 'missed';
  return next <= now ? 'superseded' : 'fire';
}
