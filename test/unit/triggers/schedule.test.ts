import { compileSchedule, type Recurrence } from '../../../shared/domain/schedule/compile-schedule.ts';

const at = (text: string) => Date.parse(`${text}Z`);
const iso = (time: number | undefined) =>
  time === undefined ? 'never' : new Date(time).toISOString().slice(0, 16);

/** The next `count` times after one. */
function times(recurrence: Recurrence, after: string, count: number): string[] {
  const next = compileSchedule(recurrence, at(after));
  const found: string[] = [];
  let time: number | undefined = at(after);
  while (found.length < count && time !== undefined) {
    time = next(time);
    found.push(iso(time));
  }
  return found;
}

/** The examples of "Cron expressions reference", EventBridge User Guide; the first times after Wednesday 1 January 2025. */
const DOCUMENTED: ReadonlyArray<readonly [string, readonly string[]]> = [
  ['0 10 * * ? *', ['2025-01-01T10:00', '2025-01-02T10:00']],
  ['15 12 * * ? *', ['2025-01-01T12:15', '2025-01-02T12:15']],
  ['0 18 ? * MON-FRI *', ['2025-01-01T18:00', '2025-01-02T18:00', '2025-01-03T18:00', '2025-01-06T18:00']],
  ['0 8 1 * ? *', ['2025-01-01T08:00', '2025-02-01T08:00']],
  ['0/15 * * * ? *', ['2025-01-01T00:15', '2025-01-01T00:30']],
  ['0/10 * ? * MON-FRI *', ['2025-01-01T00:10', '2025-01-01T00:20']],
  ['0/5 8-17 ? * MON-FRI *', ['2025-01-01T08:00', '2025-01-01T08:05']],
  [
    '0/30 20-2 ? * MON-FRI *',
    [
      '2025-01-01T00:30',
      '2025-01-01T01:00',
      '2025-01-01T01:30',
      '2025-01-01T02:00',
      '2025-01-01T02:30',
      '2025-01-01T20:00',
    ],
  ],
  ['0 10 ? * 6L 2025', ['2025-01-31T10:00', '2025-02-28T10:00']],
  ['0 9 ? * 2#1 *', ['2025-01-06T09:00', '2025-02-03T09:00']],
  ['1/10 * * * ? *', ['2025-01-01T00:01', '2025-01-01T00:11']],
];

test.each(DOCUMENTED)('cron %s', (cron, wanted) => {
  expect(times({ cron, timezone: 'UTC' }, '2025-01-01T00:00:00', wanted.length)).toEqual(wanted);
});

test('a time that the clocks jump over is left out', () => {
  // In Berlin the clocks went from 2 to 3 on 30 March 2025.
  const daily = { cron: '30 2 * * ? *', timezone: 'Europe/Berlin' };
  expect(times(daily, '2025-03-28T12:00:00', 3)).toEqual([
    '2025-03-29T01:30',
    '2025-03-31T00:30',
    '2025-04-01T00:30',
  ]);
});

test('a time that the clocks show twice counts once', () => {
  // In New York the clocks went from 2 back to 1 on 2 November 2025, at 6:00 UTC.
  const daily = { cron: '30 1 * * ? *', timezone: 'America/New_York' };
  expect(times(daily, '2025-11-01T12:00:00', 2)).toEqual(['2025-11-02T05:30', '2025-11-03T06:30']);
  const often = { cron: '0/20 * * * ? *', timezone: 'America/New_York' };
  expect(times(often, '2025-11-02T05:30:00', 3)).toEqual([
    '2025-11-02T05:40',
    '2025-11-02T07:00',
    '2025-11-02T07:20',
  ]);
  expect(times(often, '2025-11-02T06:30:00', 1)).toEqual(['2025-11-02T07:00']);
});

test('the same hour on the wall, in summer and in winter', () => {
  const daily = { cron: '0 9 * * ? *', timezone: 'Europe/Berlin' };
  expect(times(daily, '2025-10-24T12:00:00', 3)).toEqual([
    '2025-10-25T07:00',
    '2025-10-26T08:00',
    '2025-10-27T08:00',
  ]);
});

test.each([
  ['Asia/Kolkata', '2025-01-01T03:30'],
  ['Pacific/Kiritimati', '2025-01-01T19:00'],
  ['Pacific/Pago_Pago', '2025-01-01T20:00'],
])('nine in the morning in %s', (timezone, wanted) => {
  expect(times({ cron: '0 9 * * ? *', timezone }, '2025-01-01T00:00:00', 1)).toEqual([wanted]);
});

test('a rate counts from its first time, and a day has 24 hours', () => {
  const next = compileSchedule({ rate: '1 day' }, at('2025-03-29T12:00:00'));
  expect(iso(next(at('2025-01-01T00:00:00')))).toBe('2025-03-29T12:00');
  expect(iso(next(at('2025-03-29T12:00:00')))).toBe('2025-03-30T12:00');
  expect(iso(next(at('2025-03-30T11:59:59')))).toBe('2025-03-30T12:00');
});

test.each<[Recurrence, string]>([
  [{ cron: '0 8 * * *', timezone: 'UTC' }, 'For example: 0 8 * * ? *.'],
  [
    { cron: '0 8 * * 1-5', timezone: 'UTC' },
    'For example: 0 8 ? * 1-5 *. Days of the week count from 1, which is Sunday.',
  ],
  [{ cron: '0 8 * * * *', timezone: 'UTC' }, 'Exactly one of day of month and day of week must be "?".'],
  [{ cron: '60 8 * * ? *', timezone: 'UTC' }, 'The minutes "60" must be made of 0-59'],
  [{ cron: '0 24 * * ? *', timezone: 'UTC' }, 'The hours "24" must be made of 0-23'],
  [{ cron: '0 8 32 * ? *', timezone: 'UTC' }, 'The day of month "32" must be made of 1-31'],
  [{ cron: '0 8 ? * 0 *', timezone: 'UTC' }, 'The day of week "0" must be made of 1-7 or SUN-SAT'],
  [{ cron: '0 8 1 FOO ? *', timezone: 'UTC' }, 'The month "FOO" must be made of 1-12 or JAN-DEC'],
  [{ cron: 'often', timezone: 'UTC' }, 'This one has 1.'],
  [{ cron: '0 8 * * ? *', timezone: 'Berlin' }, 'There is no time zone "Berlin"; perhaps "Europe/Berlin".'],
  [{ cron: '0 8 * * ? *', timezone: '+01:00' }, 'There is no time zone "+01:00"'],
  [{ rate: '5 weeks' }, 'A rate is a whole number and minutes, hours or days'],
  [{ rate: '1 minutes' }, 'like "5 minutes" or "1 hour", and not "1 minutes".'],
])('%j is refused in words', (recurrence, words) => {
  expect(() => compileSchedule(recurrence, 0)).toThrow(words);
});
