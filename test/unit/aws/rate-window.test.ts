import * as fc from 'fast-check';
import { windowOf } from '../../../shared/aws/rate-limiter.ts';

describe('the window of a moment', () => {
  it.each([
    [0, 60, 0],
    [59_999, 60, 0],
    [60_000, 60, 60],
    [1_700_000_100_000, 900, 1_700_000_100],
    [1_700_000_099_999, 900, 1_699_999_200],
  ])('of %d ms in windows of %d s begins at %d s', (now, windowSeconds, start) => {
    expect(windowOf({ now, windowSeconds })).toEqual({ start, resetAt: start + windowSeconds });
  });

  it('holds the moment and begins where the one before ends', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4e12 }), fc.integer({ min: 1, max: 86_400 }), (now, windowSeconds) => {
        const { start, resetAt } = windowOf({ now, windowSeconds });
        expect(start * 1000).toBeLessThanOrEqual(now);
        expect(resetAt * 1000).toBeGreaterThan(now);
        expect(start % windowSeconds).toBe(0);
      }),
    );
  });
});
