import { array, assert, constantFrom, integer, property } from 'fast-check';
import { breakerState, openFor } from '../../../shared/domain/upstream/breaker.ts';
import {
  configuredBudget,
  correctionOf,
  isNear,
  observedBudget,
  windowEnd,
  type Budget,
} from '../../../shared/domain/upstream/budget.ts';
import { latencyClass, LATENCY_BOUNDS, percentileOf } from '../../../shared/domain/upstream/latency.ts';
import { addTallies, NO_CALLS, tallyOf } from '../../../shared/domain/upstream/usage.ts';

const NOW = 1_000_000;

const budget = (over: Partial<Budget> = {}): Budget => ({
  name: 'default',
  source: 'observed',
  limit: 100,
  windowMs: 60_000,
  taken: 60,
  resetAt: NOW + 30_000,
  since: NOW,
  ...over,
});

describe('a budget', () => {
  test('is observed where an answer has a number and a time', () => {
    expect(observedBudget({ limit: 10, remaining: 7, windowMs: 1000, name: 'burst' }, NOW)).toEqual(
      budget({ name: 'burst', limit: 10, taken: 3, windowMs: 1000, resetAt: NOW + 1000 }),
    );
    expect(observedBudget({ limit: 10, resetAt: NOW + 50 }, NOW)).toEqual(
      budget({ name: 'limit 10', limit: 10, taken: 1, windowMs: 50, resetAt: NOW + 50 }),
    );
    expect(observedBudget({ limit: 10, remaining: 3 }, NOW)).toBeUndefined();
    expect(observedBudget({ remaining: 3, resetAt: NOW + 50 }, NOW)).toBeUndefined();
  });

  test('that a person sets begins anew with every other setting', () => {
    const [one, other] = [
      configuredBudget({ requests: 5, perSeconds: 1 }),
      configuredBudget({ requests: 6, perSeconds: 1 }),
    ];
    expect(one).toMatchObject({ source: 'configured', limit: 5, windowMs: 1000, taken: 0, resetAt: 0 });
    expect(one.name).not.toBe(other.name);
  });

  test.each([
    [1000, 1100],
    [10_000, 11_000],
    [3_600_000, 3_601_000],
  ])('of %i ms ends a little later than the API counts', (windowMs, later) => {
    expect(windowEnd({ windowMs }, NOW)).toBe(NOW + later);
  });

  test.each([
    [10, 7, false],
    [10, 8, true],
    [1, 1, true],
    [3, 2, false],
  ])('of %i is near its limit with %i taken: %s', (limit, taken, near) => {
    expect(isNear({ limit, taken })).toBe(near);
  });
});

describe('what an answer teaches about a budget', () => {
  const answered = (over: Partial<Budget>) => correctionOf(budget(), budget(over));
  test.each([
    ['the same', {}, undefined],
    ['a second of rounding', { resetAt: NOW + 31_000 }, undefined],
    ['calls that are still on their way', { taken: 55 }, undefined],
    ['calls of others', { taken: 72 }, { kind: 'raise', taken: 72 }],
    ['calls of others in a window that is hardly used', { taken: 20 }, undefined],
    [
      'a window that ends later',
      { resetAt: NOW + 55_000, taken: 5 },
      { kind: 'move', limit: 100, windowMs: 60_000, resetAt: NOW + 55_000, takenBy: -55 },
    ],
    [
      'a window that ends earlier: those on their way still count',
      { resetAt: NOW + 10_000, taken: 5 },
      { kind: 'move', limit: 100, windowMs: 60_000, resetAt: NOW + 10_000, takenBy: 0 },
    ],
    [
      'another limit',
      { limit: 200, taken: 61 },
      { kind: 'move', limit: 200, windowMs: 60_000, resetAt: NOW + 30_000, takenBy: 1 },
    ],
  ] as const)('%s', (_name, over, expected) => {
    expect(answered(over)).toEqual(expected);
  });
});

describe('the breaker', () => {
  test('stays open for twice as long each time, up to five minutes', () => {
    expect([1, 2, 3, 4, 5, 99].map((trip) => openFor(trip) / 1000)).toEqual([30, 60, 120, 240, 300, 300]);
  });
  test('is half-open when its time is over', () => {
    expect(breakerState({}, NOW)).toBe('closed');
    expect(breakerState({ openUntil: NOW + 1 }, NOW)).toBe('open');
    expect(breakerState({ openUntil: NOW }, NOW)).toBe('half_open');
  });
});

describe('latencies', () => {
  test('fall into the class whose bound they do not pass', () => {
    expect([0, 10, 11, 30_000, 30_001].map(latencyClass)).toEqual([0, 0, 1, 10, 11]);
  });

  test('no calls have no percentile; slower than the last bound counts as it', () => {
    expect(percentileOf(NO_CALLS.latencies, 0.5)).toBeNull();
    expect(percentileOf(tallyOf({ at: NOW, ms: 90_000 }).latencies, 0.95)).toBe(30_000);
  });

  test('a percentile is estimated within the class that holds it', () => {
    const duration = integer({ min: 1, max: 30_000 });
    const share = constantFrom(0.5, 0.95);
    assert(
      property(array(duration, { minLength: 1, maxLength: 200 }), share, (durations, share) => {
        const tally = durations
          .map((ms) => tallyOf({ at: NOW, ms, status: 200 }))
          .reduce(addTallies, NO_CALLS);
        const sorted = durations.toSorted((a, b) => a - b);
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        const at = latencyClass(exact);
        const estimate = percentileOf(tally.latencies, share) ?? Number.NaN;
        expect(estimate).toBeGreaterThanOrEqual(LATENCY_BOUNDS[at - 1] ?? 0);
        expect(estimate).toBeLessThanOrEqual(LATENCY_BOUNDS[at] ?? 0);
      }),
    );
  });
});

describe('a tally', () => {
  test.each([
    [200, {}],
    [404, { refused: 1 }],
    [429, { throttled: 1 }],
    [500, { failures: 1 }],
    [undefined, { failures: 1 }],
  ])('of an answer of %s', (status, counts) => {
    const outcome = { at: NOW, ms: 12, ...(status === undefined ? {} : { status }) };
    expect(tallyOf(outcome)).toMatchObject({
      calls: 1,
      failures: 0,
      throttled: 0,
      refused: 0,
      ms: 12,
      lastUsed: NOW,
      ...counts,
    });
  });
});
