import { RATE_CLASSES, type RateLimits } from '../../api/rate-classes.ts';
import { AppError } from '../../domain/errors.ts';
import type { Clock, Log, RateLimiter } from '../../ports.ts';
import { exchangeOf, type HttpRequest } from './exchange.ts';

/** Stage 3: takes one request of the caller (of the client address where nobody signed in) in the route's class. */
export function limitRate({
  limiter,
  limits,
  clock,
  log,
}: {
  limiter: RateLimiter;
  limits: RateLimits;
  clock: Clock;
  log: Log;
}) {
  return async (request: HttpRequest): Promise<void> => {
    const exchange = exchangeOf(request);
    const { windowSeconds, failOpen, ...normal } = RATE_CLASSES[exchange.route.rate];
    const limit = limits[exchange.route.rate] ?? normal.limit;
    const subject =
      exchange.caller === undefined ? `ip:${exchange.ipAddress}` : `user:${exchange.caller.userId}`;
    const taken = await limiter
      .take({ subject, limitClass: exchange.route.rate, limit, windowSeconds })
      .catch((error: unknown) => {
        if (!failOpen) throw new AppError('SERVICE_UNAVAILABLE', undefined, { cause: error, retryAfter: 5 });
        log.error('rate limiter unreachable, request let through', {
          error,
          operationId: exchange.operationId,
        });
        return undefined;
      });
    if (taken === undefined) return;
    exchange.rate = { limit, windowSeconds, remaining: taken.remaining, resetAt: taken.resetAt };
    if (!taken.allowed) {
      const retryAfter = Math.max(1, taken.resetAt - Math.floor(clock.now() / 1000));
      throw new AppError('RATE_LIMIT_EXCEEDED', `Rate limit exceeded. Try again in ${retryAfter} seconds.`, {
        retryAfter,
      });
    }
  };
}
