/** A limit of so many requests in a fixed window of so many seconds. */
export interface RateLimit {
  readonly limit: number;
  readonly windowSeconds: number;
}

/**
 * The rate classes. `failOpen`: whether a request passes when the limiter cannot be reached; where a password, a code
 * or a secret is at stake it does not.
 */
export const RATE_CLASSES = {
  /** Routes that take a password, a code or a mail address; counted by client address. */
  auth: { limit: 5, windowSeconds: 900, failOpen: false },
  chat: { limit: 10, windowSeconds: 60, failOpen: true },
  secrets: { limit: 100, windowSeconds: 60, failOpen: false },
  /** Status, health, session, me, refresh. */
  poll: { limit: 300, windowSeconds: 60, failOpen: true },
  default: { limit: 100, windowSeconds: 900, failOpen: true },
} as const satisfies Record<string, RateLimit & { failOpen: boolean }>;

export type RateClass = keyof typeof RATE_CLASSES;

/** Limits by class as an environment sets them; a class that is not named keeps its own. */
export type RateLimits = Partial<Record<RateClass, number>>;
