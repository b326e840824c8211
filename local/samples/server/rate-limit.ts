import * as z from 'zod';
import { RestError } from './rest-error.ts';

const Limit = z.strictObject({
  /** In a window; 0 ends the limit. */
  requests: z.int().min(0).max(1_000_000),
  perSeconds: z.int().min(1).max(86_400),
});

/** Limits the requests to a sample, for tests of how a caller keeps to it. */
export interface RateLimit {
  /** Replaces the limit and begins anew. Throws a ZodError. */
  set(limit: unknown): z.output<typeof Limit>;
  /**
   * Counts one request. The headers of its answer, after draft-ietf-httpapi-ratelimit-headers-10; the RestError 429 with
   * `Retry-After` where nothing is left. A window begins with its first request.
   */
  take(): Readonly<Record<string, string>>;
}

export function createRateLimit({ now }: { readonly now: () => number }): RateLimit {
  let limit: z.output<typeof Limit> = { requests: 0, perSeconds: 1 };
  let taken = 0;
  let end = 0;
  return {
    set(given) {
      limit = Limit.parse(given);
      end = 0;
      return limit;
    },
    take() {
      const { requests, perSeconds } = limit;
      if (requests === 0) return {};
      const at = now();
      if (at >= end) [end, taken] = [at + perSeconds * 1000, 0];
      taken += 1;
      const left = String(Math.ceil((end - at) / 1000));
      const headers = {
        'ratelimit-policy': `"default";q=${requests};w=${perSeconds}`,
        ratelimit: `"default";r=${Math.max(0, requests - taken)};t=${left}`,
      };
      if (taken <= requests) return headers;
      throw new RestError({
        status: 429,
        code: 'rate_limited',
        message: `Only ${requests} requests in ${perSeconds} s are answered.`,
        headers: { ...headers, 'retry-after': left },
      });
    },
  };
}
