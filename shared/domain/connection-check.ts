export const CHECK_NAMES = ['reachability', 'authentication', 'document'] as const;
export const CHECK_STATUSES = ['passed', 'failed', 'skipped'] as const;

/** One thing that was looked at. `skipped`: it was not, or what was seen says nothing; the message tells why. */
export interface ConnectionCheck {
  readonly name: (typeof CHECK_NAMES)[number];
  readonly status: (typeof CHECK_STATUSES)[number];
  /** A sentence for a person. */
  readonly message: string;
  /** Milliseconds. */
  readonly ms: number;
}
