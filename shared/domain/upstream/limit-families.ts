/** Header names of one way to tell of a limit; the first `reset` and `label` that is there counts. */
export interface LimitFamily {
  readonly limit: string;
  readonly remaining: string;
  readonly reset?: readonly string[];
  readonly label?: readonly string[];
  /** Milliseconds, or the header that holds them. */
  readonly window?: number | string;
}

const UNITS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** In use by the APIs named; others follow them. */
export const LIMIT_FAMILIES: readonly LimitFamily[] = [
  // draft-ietf-httpapi-ratelimit-headers-00 to -06, GitLab
  { limit: 'ratelimit-limit', remaining: 'ratelimit-remaining', reset: ['ratelimit-reset'] },
  // GitHub (resource), Discord (bucket, reset-after), and most others
  {
    limit: 'x-ratelimit-limit',
    remaining: 'x-ratelimit-remaining',
    reset: ['x-ratelimit-reset-after', 'x-ratelimit-reset'],
    label: ['x-ratelimit-resource', 'x-ratelimit-bucket'],
  },
  // X, formerly Twitter
  { limit: 'x-rate-limit-limit', remaining: 'x-rate-limit-remaining', reset: ['x-rate-limit-reset'] },
  // Zendesk
  { limit: 'x-rate-limit', remaining: 'x-rate-limit-remaining', reset: ['ratelimit-reset'] },
  // OpenAI, Anthropic: of their several limits that of requests
  {
    limit: 'x-ratelimit-limit-requests',
    remaining: 'x-ratelimit-remaining-requests',
    reset: ['x-ratelimit-reset-requests'],
  },
  {
    limit: 'anthropic-ratelimit-requests-limit',
    remaining: 'anthropic-ratelimit-requests-remaining',
    reset: ['anthropic-ratelimit-requests-reset'],
  },
  // Kong
  ...Object.entries(UNITS).map(([unit, window]) => ({
    limit: `x-ratelimit-limit-${unit}`,
    remaining: `x-ratelimit-remaining-${unit}`,
    window,
  })),
  // HubSpot
  {
    limit: 'x-hubspot-ratelimit-max',
    remaining: 'x-hubspot-ratelimit-remaining',
    window: 'x-hubspot-ratelimit-interval-milliseconds',
  },
  { limit: 'x-hubspot-ratelimit-daily', remaining: 'x-hubspot-ratelimit-daily-remaining', window: UNITS.day },
];
