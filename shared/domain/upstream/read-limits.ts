import { statedLimits, type Headers } from './limit-headers.ts';
import { readMoment } from './read-moment.ts';
import type { StatedLimit } from './stated-limit.ts';

/** What an answer tells of how often its API may be called. */
export interface LimitReading extends StatedLimit {
  /** No call is wanted before then, epoch milliseconds. */
  readonly blockedUntil?: number;
}

/** After a 429 that does not say how long. */
const UNSAID_PAUSE_MS = 5_000;
/** Where the API says "at once", and has just refused. */
const SHORTEST_PAUSE_MS = 1_000;
/** A longer pause is tried again after this. */
const LONGEST_PAUSE_MS = 24 * 3_600_000;

/** In the order of RFC 9110, 10.2.3 first; the others are in use beside it. */
const RETRY_AFTER = ['retry-after', 'x-retry-after', 'x-ratelimit-retry-after'];

/**
 * Reads the limit of an answer: `Retry-After`, the RateLimit fields of draft-ietf-httpapi-ratelimit-headers in all its
 * versions, and what APIs used before it. Of several limits the one that ends first. What does not parse, contradicts
 * itself or is out of all proportion is left out. `headers` have lower-case names; `now` is in epoch milliseconds.
 */
export function readLimits(answer: {
  readonly status: number;
  readonly headers: Headers;
  readonly now: number;
}): LimitReading {
  const limit = tightest(statedLimits(answer));
  const blockedUntil = pauseOf(answer, limit);
  return blockedUntil === undefined ? limit : { ...limit, blockedUntil };
}

/** The one with the least left; where none says so, the slowest. */
function tightest(limits: readonly StatedLimit[]): StatedLimit {
  const rank = ({ remaining, limit, windowMs, resetAt }: StatedLimit) => [
    remaining ?? Number.POSITIVE_INFINITY,
    // Those that can be counted come first: they have a number and a time.
    limit === undefined || (windowMs ?? resetAt) === undefined ? 1 : 0,
    limit === undefined || windowMs === undefined ? Number.POSITIVE_INFINITY : limit / windowMs,
  ];
  const [first = {}] = limits
    .map((limit) => ({ limit, rank: rank(limit) }))
    .toSorted((a, b) => compare(a.rank, b.rank))
    .map(({ limit }) => limit);
  return first;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, n) => value !== b[n]);
  return at === -1 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
}

function pauseOf(
  { status, headers, now }: { readonly status: number; readonly headers: Headers; readonly now: number },
  { limit, remaining, windowMs, resetAt }: StatedLimit,
): number | undefined {
  const asked = status === 429 || status === 503 || status === 403 ? retryAfter(headers, now) : undefined;
  const spent = remaining === 0 ? resetAt : undefined;
  // An answer that was given, from a limit that cannot be counted on: what is left is all there is to go by.
  const countable = limit !== undefined && (windowMs ?? resetAt) !== undefined;
  const until =
    status === 429
      ? (asked ?? spent ?? (remaining === undefined ? resetAt : undefined) ?? now + UNSAID_PAUSE_MS)
      : status === 403
        ? (asked ?? spent)
        : (asked ?? (countable ? undefined : spent));
  return until === undefined
    ? undefined
    : Math.min(Math.max(until, now + SHORTEST_PAUSE_MS), now + LONGEST_PAUSE_MS);
}

function retryAfter(headers: Headers, now: number): number | undefined {
  const milliseconds = headers['retry-after-ms'];
  if (milliseconds !== undefined && /^\d{1,9}$/.test(milliseconds)) return now + Number(milliseconds);
  const text = RETRY_AFTER.map((name) => headers[name]).find((value) => value !== undefined);
  if (text?.trim() === '0') return now;
  return readMoment(text, { now, date: headers['date'] });
}
