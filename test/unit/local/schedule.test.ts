import { compileSchedule } from '../../../local/aws/schedule.ts';

/** Each row: an expression, a time, and the next one after it (UTC). */
const ROWS: ReadonlyArray<readonly [expression: string, after: string, next: string]> = [
  ['rate(5 minutes)', '2025-01-01T00:00:30', '2025-01-01T00:05:30'],
  ['rate(1 hour)', '2025-01-01T23:30:00', '2025-01-02T00:30:00'],
  ['rate(7 days)', '2025-01-01T00:00:00', '2025-01-08T00:00:00'],
  ['cron(0 3 * * ? *)', '2025-01-01T03:00:00', '2025-01-02T03:00:00'],
  ['cron(0 3 * * ? *)', '2025-01-01T02:59:59', '2025-01-01T03:00:00'],
  ['cron(15 10 ? * MON-FRI *)', '2025-01-03T10:15:00', '2025-01-06T10:15:00'],
  ['cron(0/10 * ? * 2-6 *)', '2025-01-06T10:55:00', '2025-01-06T11:00:00'],
  ['cron(*/15 8,17 1 JAN,JUL ? *)', '2025-01-01T08:45:00', '2025-01-01T17:00:00'],
  ['cron(0 0 31 * ? *)', '2025-02-01T00:00:00', '2025-03-31T00:00:00'],
  ['cron(0 0 29 FEB ? *)', '2025-01-01T00:00:00', '2028-02-29T00:00:00'],
  ['cron(0 0 L * ? *)', '2024-02-01T00:00:00', '2024-02-29T00:00:00'],
  ['cron(0 0 15W * ? *)', '2025-02-01T00:00:00', '2025-02-14T00:00:00'],
  ['cron(0 0 1W * ? *)', '2025-02-01T00:00:00', '2025-02-03T00:00:00'],
  ['cron(0 0 31W 8 ? *)', '2025-01-01T00:00:00', '2025-08-29T00:00:00'],
  ['cron(0 0 ? * 6L *)', '2025-01-01T00:00:00', '2025-01-31T00:00:00'],
  ['cron(0 0 ? * TUE#3 *)', '2025-01-01T00:00:00', '2025-01-21T00:00:00'],
  ['cron(0 0 ? * L *)', '2025-01-01T00:00:00', '2025-01-04T00:00:00'],
  ['cron(0 0 1 1 ? 2030)', '2025-01-01T00:00:00', '2030-01-01T00:00:00'],
];

test.each(ROWS)('%s after %s is %s', (expression, after, next) => {
  expect(compileSchedule(expression)(Date.parse(`${after}Z`))).toBe(Date.parse(`${next}Z`));
});

test('a schedule whose years are over never fires', () => {
  expect(compileSchedule('cron(0 0 1 1 ? 2020)')(Date.parse('2025-01-01T00:00:00Z'))).toBeUndefined();
});

test.each([
  'rate(1 minutes)',
  'rate(5 minute)',
  'rate(0 minutes)',
  'rate(5 weeks)',
  'cron(0 3 * * *)',
  'cron(0 3 * * * *)',
  'cron(0 3 ? * ? *)',
  'cron(60 3 * * ? *)',
  'cron(0 3 * 13 ? *)',
  'cron(0 3 ? * FOO *)',
  'cron(5-1 3 * * ? *)',
  'cron(0/0 3 * * ? *)',
  'cron(0 3 ? * 2#6 *)',
  'every day',
])('%s is no schedule', (expression) => {
  expect(() => compileSchedule(expression)).toThrow('ScheduleExpression is not valid');
});
