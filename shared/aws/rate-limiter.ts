import type { Clock, RateLimiter } from '../ports.ts';
import type { TableClient } from './table-operations.ts';
import { rateKey, TTL_ATTRIBUTE } from './table.ts';

const BELOW_LIMIT = 'attribute_not_exists(pk) OR taken < :limit';
/** A counter is kept so long after its window has ended. */
const KEPT_SECONDS = 3_600;

/** Fixed windows: one conditional update a request, so that the limit is exact under any concurrency. */
export function createRateLimiter({ table, clock }: { table: TableClient; clock: Clock }): RateLimiter {
  return {
    async take({ subject, limitClass, limit, windowSeconds }) {
      const { start, resetAt } = windowOf({ now: clock.now(), windowSeconds });
      const result = await table.update({
        key: rateKey({ subject, limitClass, windowStart: start }),
        update: `ADD taken :one SET ${TTL_ATTRIBUTE} = :expiry`,
        condition: BELOW_LIMIT,
        values: { ':one': 1, ':limit': limit, ':expiry': resetAt + KEPT_SECONDS },
        returning: true,
      });
      if (!result.written) return { allowed: false, remaining: 0, resetAt };
      return { allowed: true, remaining: Math.max(0, limit - Number(result.item['taken'])), resetAt };
    },
  };
}

/** The window that `now` (epoch milliseconds) is in; both ends in epoch seconds. */
export function windowOf({ now, windowSeconds }: { now: number; windowSeconds: number }): {
  readonly start: number;
  readonly resetAt: number;
} {
  const start = Math.floor(now / 1000 / windowSeconds) * windowSeconds;
  return { start, resetAt: start + windowSeconds };
}
