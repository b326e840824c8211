import * as z from 'zod';
import { ERROR_CATALOGUE, type ErrorCode } from '../domain/errors.ts';
import { idSchema } from '../domain/ids.ts';
import { Timestamp } from '../domain/timestamp.ts';
import { BREAKER_STATES } from '../domain/upstream/breaker.ts';
import { HEALTH_STATUSES } from '../domain/upstream/health-status.ts';
import { routes } from './route.ts';

const count = z.lazy(() => z.int().min(0));
const milliseconds = z.lazy(() => z.int().min(0).nullable());
// Object.keys of a literal gives its keys; TypeScript widens them to string.
const errorCode = z.lazy(() => z.enum(Object.keys(ERROR_CATALOGUE) as [ErrorCode, ...ErrorCode[]]));

/** Counts over some calls; null where there is nothing to count from. */
const summary = {
  calls: count,
  failures: z.lazy(() => z.int().min(0).meta({ description: 'No answer, or one of 500 and above.' })),
  throttled: z.lazy(() => z.int().min(0).meta({ description: 'Answers with 429.' })),
  refused: z.lazy(() => z.int().min(0).meta({ description: 'Other answers of 400 to 499.' })),
  errorRate: z.lazy(() => z.number().min(0).max(1).nullable().meta({ description: 'Failures by calls.' })),
  averageMs: milliseconds,
  p50Ms: z.lazy(() => z.int().min(0).nullable().meta({ description: 'Estimated from twelve classes.' })),
  p95Ms: milliseconds,
  lastUsed: z.lazy(() => Timestamp.nullable()),
};

const UsageSummary = z.lazy(() => z.object(summary).meta({ id: 'UsageSummary' }));

const HealthView = z.lazy(() =>
  z
    .object({
      connectionId: z.string(),
      status: z.enum(HEALTH_STATUSES),
      breaker: z.object({
        state: z.enum(BREAKER_STATES),
        openUntil: Timestamp.nullable(),
        failuresInARow: count,
      }),
      pausedUntil: Timestamp.nullable().meta({ description: 'Until then the API wants no call.' }),
      limits: z.array(
        z.object({
          name: z.string(),
          source: z.enum(['configured', 'observed']),
          requests: count,
          windowSeconds: z.number(),
          remaining: count,
          resetAt: Timestamp.nullable().meta({ description: 'Null where no window has begun.' }),
        }),
      ),
      last24Hours: UsageSummary,
      lastFailure: z.object({ at: Timestamp, code: errorCode, status: z.int().optional() }).nullable(),
    })
    .meta({ id: 'ConnectionHealth' }),
);

export const USAGE_GROUPS = ['day', 'connection', 'user'] as const;

const day = z.lazy(() => z.iso.date());

const UsageView = z.lazy(() =>
  z
    .object({
      from: day,
      to: day,
      groupBy: z.enum(USAGE_GROUPS),
      of: z
        .enum(['workspace', 'you'])
        .meta({ description: 'Whose calls: everybody’s for owners and administrators, else your own.' }),
      total: UsageSummary,
      groups: z.array(z.object({ key: z.string(), ...summary })),
      models: z
        .array(
          z.object({
            model: z.string(),
            calls: count,
            remembered: z.int().min(0).meta({ description: 'Asked again, and answered without the model.' }),
            inputTokens: count,
            outputTokens: count,
            costUsd: z
              .number()
              .min(0)
              .nullable()
              .meta({ description: 'By the published price; null for a model whose price is not known.' }),
          }),
        )
        .meta({
          description: 'Language models that planned for the workspace; empty for who sees only own calls.',
        }),
    })
    .meta({ id: 'Usage' }),
);

/** How connected APIs are doing, and how much they are used. */
export const usageRoutes = routes({
  getConnectionHealth: {
    method: 'get',
    path: '/connections/{id}/health',
    summary:
      'How a connected API is doing: its limits, its breaker, latencies and errors of the last 24 hours.',
    auth: 'user',
    scope: 'connections:read',
    rate: 'poll',
    audit: null,
    params: z.lazy(() => z.object({ id: idSchema('connection') })),
    query: null,
    body: null,
    success: { status: 200, as: 'envelope', schema: HealthView, message: null },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  getUsage: {
    method: 'get',
    path: '/usage',
    summary:
      'Calls to connected APIs by day, connection or user: of at most 31 days, the last seven unless given.',
    auth: 'user',
    scope: 'account:read',
    rate: 'default',
    audit: null,
    params: null,
    query: z.lazy(() =>
      z.object({
        from: day.optional(),
        to: day.optional(),
        connectionId: idSchema('connection').optional(),
        groupBy: z.enum(USAGE_GROUPS).default('day'),
      }),
    ),
    body: null,
    success: { status: 200, as: 'envelope', schema: UsageView, message: null },
    errors: [],
  },
});
