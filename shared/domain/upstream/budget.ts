import type { CallLimit } from '../connection.ts';
import type { LimitReading } from './read-limits.ts';

/** How often an API may be called in a window, and how often it has been. Shared by all runs through the table. */
export interface Budget {
  /** Unique in its connection: the API's own name of the limit, or the limit itself. */
  readonly name: string;
  /** `configured`: a person has set it on the connection. `observed`: the API's answers tell of it. */
  readonly source: 'configured' | 'observed';
  /** Calls in a window. */
  readonly limit: number;
  readonly windowMs: number;
  /** Calls in the present window, those under way included. */
  readonly taken: number;
  /** End of the window, epoch milliseconds; the next one begins with the next call. */
  readonly resetAt: number;
  /** When it was first seen, epoch milliseconds. */
  readonly since: number;
  /** The `resetAt` of the last window that was announced as nearly used. */
  readonly nearFor?: number;
}

/** From so much of a window on, its limit is near. */
const NEAR = 0.8;
/** What a server may round a time by. */
const ROUNDING_MS = 1_000;

/** The budget of a limit that a person has set. The name holds the values, so that another setting begins anew. */
export function configuredBudget({ requests, perSeconds }: CallLimit): Budget {
  return {
    name: `configured ${requests}/${perSeconds}`,
    source: 'configured',
    limit: requests,
    windowMs: perSeconds * 1000,
    taken: 0,
    resetAt: 0,
    since: 0,
  };
}

/** The budget of a limit that an answer tells of; undefined where it lacks a number or a time to count with. */
export function observedBudget(reading: LimitReading, now: number): Budget | undefined {
  const { name, limit, remaining, windowMs, resetAt = windowMs && now + windowMs } = reading;
  if (limit === undefined || resetAt === undefined) return undefined;
  return {
    name: name ?? `limit ${limit}`,
    source: 'observed',
    limit,
    // Where only its end is known: from now on, which a full window corrects.
    windowMs: windowMs ?? resetAt - now,
    taken: limit - (remaining ?? limit - 1),
    resetAt,
    since: now,
  };
}

/** When a window that begins now ends. A little later than the API's own, which begins when the call arrives there. */
export function windowEnd({ windowMs }: Pick<Budget, 'windowMs'>, now: number): number {
  return now + windowMs + Math.ceil(Math.min(ROUNDING_MS, windowMs / 10));
}

/** Whether a window is so far used that somebody should know. */
export function isNear({ taken, limit }: Pick<Budget, 'taken' | 'limit'>): boolean {
  return taken >= Math.ceil(limit * NEAR);
}

/** What an answer has taught about a budget. `raise`: to at least so many calls taken. `move`: another window. */
export type Correction =
  | { readonly kind: 'raise'; readonly taken: number }
  | (Pick<Budget, 'limit' | 'windowMs' | 'resetAt'> & {
      readonly kind: 'move';
      /** Added to the calls taken. */
      readonly takenBy: number;
    });

/**
 * Compares the budget as it was when a call was taken from it with what that call's answer tells. The API may count
 * more than we do (others use the same key) and less (its window slides). Differences that do not matter are left
 * alone, since each costs a write: those of rounding, and those of a window that is less than half used.
 */
export function correctionOf(budget: Budget, answered: Budget): Correction | undefined {
  const { windowMs } = budget;
  const drift = answered.resetAt - budget.resetAt;
  // To end too late costs time; to end too early is what the API refuses.
  const isLater = drift > (windowMs < 10 * ROUNDING_MS ? ROUNDING_MS : windowMs / 50);
  const isEarlier = -drift > Math.max(ROUNDING_MS, windowMs / 10);
  if (answered.limit !== budget.limit || isLater || isEarlier) {
    return {
      kind: 'move',
      limit: answered.limit,
      windowMs: Math.max(answered.windowMs, isLater ? windowMs : 0),
      resetAt: answered.resetAt,
      // Fewer than we think, although the window ends when we thought: the rest is still on its way there.
      takenBy: Math.max(isLater ? -budget.taken : 0, answered.taken - budget.taken),
    };
  }
  const matters = answered.taken > budget.taken && answered.taken * 2 >= answered.limit;
  return matters ? { kind: 'raise', taken: answered.taken } : undefined;
}
