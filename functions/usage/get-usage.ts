import type { USAGE_GROUPS, usageRoutes } from '../../shared/api/usage.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { summarise } from '../../shared/domain/upstream/summarise.ts';
import { addTallies, NO_CALLS, type Tally } from '../../shared/domain/upstream/usage.ts';
import type { ModelUsageStore, UsageRow, UsageStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { modelsUsed } from './models-used.ts';

const DAY_MS = 24 * 3_600_000;
const MAX_DAYS = 31;
const USUAL_DAYS = 7;

/** Calls of some days. Whose calls others have made is for those to see who may read the usage of the workspace. */
export function getUsage({
  usage,
  modelUsage,
}: {
  usage: Pick<UsageStore, 'list'>;
  modelUsage: Pick<ModelUsageStore, 'list'>;
}): Handler<typeof usageRoutes.getUsage> {
  return async ({ query, caller, request }) => {
    const { groupBy, connectionId } = query;
    const days = daysOf({ ...query, today: request.now.slice(0, 10) });
    const { tenantId } = caller;
    const everybody = caller.scopes.has('usage:read');
    const [all, models] = await Promise.all([
      usage.list({ tenantId, days, ...(connectionId === undefined ? {} : { connectionId }) }),
      everybody && connectionId === undefined ? modelUsage.list({ tenantId, days }) : [],
    ]);
    const rows = all.filter(({ userId }) => everybody || userId === caller.userId);
    return {
      from: days[0] ?? '',
      to: days.at(-1) ?? '',
      groupBy,
      of: everybody ? ('workspace' as const) : ('you' as const),
      total: summarise(rows.map(({ tally }) => tally).reduce(addTallies, NO_CALLS)),
      groups: groupsOf(rows, groupBy).map(([key, tally]) => ({ key, ...summarise(tally) })),
      models: modelsUsed(models),
    };
  };
}

/** Every day from the first to the last, both included. */
function daysOf({ from, to, today }: { from?: string | undefined; to?: string | undefined; today: string }) {
  const last = Date.parse(to ?? (from !== undefined && from > today ? from : today));
  const first = from === undefined ? last - (USUAL_DAYS - 1) * DAY_MS : Date.parse(from);
  const count = (last - first) / DAY_MS + 1;
  if (count < 1) throw refusal('from', 'The first day comes after the last.');
  if (count > MAX_DAYS) throw refusal('to', `At most ${MAX_DAYS} days are answered at once.`);
  return Array.from({ length: count }, (_, at) => new Date(first + at * DAY_MS).toISOString().slice(0, 10));
}

function refusal(name: 'from' | 'to', message: string): AppError {
  return new AppError('VALIDATION_ERROR', message, { details: [{ path: `query.${name}`, message }] });
}

/** Days in their order; connections and users by how much they were used. */
function groupsOf(
  rows: readonly UsageRow[],
  groupBy: (typeof USAGE_GROUPS)[number],
): readonly (readonly [string, Tally])[] {
  const groups = new Map<string, Tally>();
  for (const row of rows) {
    const key = keyOf(row, groupBy);
    groups.set(key, addTallies(groups.get(key) ?? NO_CALLS, row.tally));
  }
  return [...groups].toSorted(([a, one], [b, other]) =>
    groupBy === 'day' ? (a < b ? -1 : 1) : other.calls - one.calls,
  );
}

function keyOf({ hour, connectionId, userId }: UsageRow, groupBy: (typeof USAGE_GROUPS)[number]): string {
  if (groupBy === 'day') return hour.slice(0, 10);
  return groupBy === 'connection' ? connectionId : userId;
}
