/** A limit as an answer states it. */
export interface StatedLimit {
  /** What the API calls it, where it does: limits of different names are counted apart. */
  readonly name?: string;
  readonly limit?: number;
  readonly remaining?: number;
  readonly windowMs?: number;
  /** When `remaining` is full again, epoch milliseconds by our clock. */
  readonly resetAt?: number;
}

/** A header's seconds in milliseconds. */
export function readSeconds(text: string | undefined): number | undefined {
  const whole = readWhole(text);
  return whole === undefined ? undefined : whole * 1000;
}

/** A whole number, not negative. */
export function readWhole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text.trim()) ? Number(text) : undefined;
}

const LONGEST_WINDOW_MS = 32 * 86_400_000;
const NAME = /^[\w.:/@ -]{1,64}$/;

/** Only what can be true: a limit of nothing, or a window of no time, says nothing. */
export function stated({
  name,
  limit,
  remaining: given,
  resetAt,
  windowMs,
}: {
  name?: string | undefined;
  limit: number | undefined;
  remaining?: string | undefined;
  resetAt?: number | undefined;
  windowMs?: number | undefined;
}): StatedLimit {
  const known = limit !== undefined && limit > 0;
  const remaining = readWhole(given);
  return {
    // Before draft -08 a policy had no name but its quota.
    ...(name === undefined || !NAME.test(name) || /^\d+$/.test(name) ? {} : { name }),
    ...(known ? { limit } : {}),
    ...(remaining === undefined ? {} : { remaining: known ? Math.min(remaining, limit) : remaining }),
    ...(windowMs !== undefined && windowMs >= 100 && windowMs <= LONGEST_WINDOW_MS ? { windowMs } : {}),
    ...(resetAt === undefined ? {} : { resetAt }),
  };
}
