import { percentileOf } from './latency.ts';
import type { Tally } from './usage.ts';

/** What a tally says: rates from 0 to 1, durations in milliseconds, null where nothing was counted. */
export function summarise({ calls, failures, throttled, refused, ms, latencies, lastUsed }: Tally) {
  return {
    calls,
    failures,
    throttled,
    refused,
    errorRate: calls === 0 ? null : Math.round((failures / calls) * 10_000) / 10_000,
    averageMs: calls === 0 ? null : Math.round(ms / calls),
    p50Ms: percentileOf(latencies, 0.5),
    p95Ms: percentileOf(latencies, 0.95),
    lastUsed: lastUsed === 0 ? null : new Date(lastUsed).toISOString(),
  };
}
