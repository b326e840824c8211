import * as z from 'zod';
import { ERROR_CATALOGUE, type ErrorCode } from '../domain/errors.ts';
import type { Breaker } from '../domain/upstream/breaker.ts';
import type { Budget } from '../domain/upstream/budget.ts';
import type { UpstreamFailure } from '../domain/upstream/usage.ts';
import type { UpstreamHealth } from '../ports.ts';
import { fromJsonText } from './json-text.ts';
import type { Item } from './table-operations.ts';

const StoredBudget = z.lazy(() =>
  z.object({
    name: z.string(),
    source: z.enum(['configured', 'observed']),
    limit: z.number(),
    windowMs: z.number(),
    taken: z.number(),
    resetAt: z.number(),
    since: z.number(),
    nearFor: z.exactOptional(z.number()),
  }),
) satisfies z.ZodType<Budget>;

const StoredBreaker = z.lazy(() =>
  z.object({
    failures: z.number().default(0),
    trips: z.number().default(0),
    openUntil: z.exactOptional(z.number()),
    probeUntil: z.exactOptional(z.number()),
  }),
) satisfies z.ZodType<Breaker>;

const StoredFailure = z.lazy(() =>
  z.object({
    at: z.string(),
    code: z.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(ERROR_CATALOGUE, code)),
    status: z.exactOptional(z.number()),
  }),
) satisfies z.ZodType<UpstreamFailure>;

const StoredHead = z.lazy(() =>
  z.object({
    blockedUntil: z.number().default(0),
    scopes: z.record(z.string(), z.string()).default({}),
    lastFailure: z.exactOptional(z.string().transform((text) => StoredFailure.parse(fromJsonText(text)))),
  }),
);

export function budgetOf(item: Item): Budget {
  return StoredBudget.parse(item);
}

export function breakerOf(item: Item): Breaker {
  return StoredBreaker.parse(item);
}

/** Health out of everything that is stored of it. */
export function healthOf(items: readonly Item[]): UpstreamHealth {
  const head = items.find((item) => item['sk'] === 'HEALTH');
  const budgets = items.filter((item) => item !== head).map(budgetOf);
  return {
    seen: items.length > 0,
    breaker: breakerOf(head ?? {}),
    ...StoredHead.parse(head ?? {}),
    budgets: budgets.toSorted((a, b) => a.since - b.since),
  };
}
