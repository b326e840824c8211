import type { usageRoutes } from '../../shared/api/usage.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { breakerState } from '../../shared/domain/upstream/breaker.ts';
import { configuredBudget, type Budget } from '../../shared/domain/upstream/budget.ts';
import { healthStatus, remainingOf } from '../../shared/domain/upstream/health-status.ts';
import { summarise } from '../../shared/domain/upstream/summarise.ts';
import { addTallies, NO_CALLS } from '../../shared/domain/upstream/usage.ts';
import type { ConnectionStore, UpstreamHealth, UpstreamStore, UsageStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The health of one connection. The 24 hours are those that have begun since this time yesterday. */
export function getConnectionHealth({
  connections,
  upstreams,
  usage,
}: {
  connections: Pick<ConnectionStore, 'get'>;
  upstreams: Pick<UpstreamStore, 'read'>;
  usage: Pick<UsageStore, 'list'>;
}): Handler<typeof usageRoutes.getConnectionHealth> {
  return async ({ params: { id }, caller: { tenantId }, request }) => {
    const now = Date.parse(request.now);
    const days = [now - DAY_MS, now].map((at) => new Date(at).toISOString().slice(0, 10));
    const [connection, health, rows] = await Promise.all([
      connections.get(tenantId, id),
      upstreams.read({ tenantId, connectionId: id }),
      usage.list({ tenantId, days, connectionId: id }),
    ]);
    if (connection === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'API connection not found.');
    const recent = rows.filter(({ hour }) => Date.parse(hour) > now - DAY_MS);
    const tally = recent.map((row) => row.tally).reduce(addTallies, NO_CALLS);
    const { breaker, blockedUntil, lastFailure } = health;
    const budgets = budgetsOf(connection, health);
    const state = breakerState(breaker, now);
    const blocked = blockedUntil > now;
    return {
      connectionId: id,
      status: healthStatus({ breaker: state, failures: breaker.failures, blocked, budgets, tally, now }),
      breaker: {
        state,
        openUntil: timeOf(breaker.openUntil),
        failuresInARow: breaker.failures,
      },
      pausedUntil: blocked ? timeOf(blockedUntil) : null,
      limits: budgets.map((budget) => ({
        name: budget.name,
        source: budget.source,
        requests: budget.limit,
        windowSeconds: budget.windowMs / 1000,
        remaining: remainingOf(budget, now),
        resetAt: budget.resetAt > now ? timeOf(budget.resetAt) : null,
      })),
      last24Hours: summarise(tally),
      lastFailure: lastFailure ?? null,
    };
  };
}

/** The limits that are kept: the one that a person has set, else those that are observed. */
function budgetsOf({ rateLimit }: Connection, { budgets }: UpstreamHealth): readonly Budget[] {
  if (rateLimit === undefined) return budgets.filter(({ source }) => source === 'observed');
  const own = configuredBudget(rateLimit);
  return [budgets.find(({ name }) => name === own.name) ?? own];
}

function timeOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
