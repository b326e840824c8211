import * as z from 'zod';
import { LATENCY_CLASSES } from '../domain/upstream/latency.ts';
import type { Tally } from '../domain/upstream/usage.ts';
import type { UsageRow, UsageStore } from '../ports.ts';
import type { Item, TableClient } from './table-operations.ts';
import { TTL_ATTRIBUTE, usageKey, usagePartition, usagePrefix } from './table.ts';

/** A year and the month in which it is looked back on. */
const KEPT_SECONDS = 400 * 24 * 3_600;

const COUNTS = ['calls', 'failures', 'throttled', 'refused', 'ms'] as const;
/** Counts of the latency classes: `l0`, `l1`, … */
const latencyColumn = (at: number) => `l${at}`;

const StoredUsage = z.lazy(() =>
  z.looseObject({ connectionId: z.string(), userId: z.string(), hour: z.string(), lastUsed: z.number() }),
);
const count = z.lazy(() => z.number().default(0));

/** Usage by connection, user and hour. */
export function createUsageStore({ table }: { table: TableClient }): UsageStore {
  return {
    async add({ tenantId, connectionId, userId, tally }) {
      const last = new Date(tally.lastUsed).toISOString();
      const hour = `${last.slice(0, 13)}:00:00.000Z`;
      const counts = countsOf(tally);
      await table.update({
        key: usageKey({
          tenantId,
          day: last.slice(0, 10),
          connectionId,
          userId,
          hour: Number(last.slice(11, 13)),
        }),
        update:
          `SET connectionId = :connection, userId = :user, #hour = :hour, lastUsed = :last, ${TTL_ATTRIBUTE} = :expiry ` +
          `ADD ${counts.map(([name], at) => `${name} :c${at}`).join(', ')}`,
        names: { '#hour': 'hour' },
        values: {
          ':connection': connectionId,
          ':user': userId,
          ':hour': hour,
          ':last': tally.lastUsed,
          ':expiry': Math.floor(tally.lastUsed / 1000) + KEPT_SECONDS,
          ...Object.fromEntries(counts.map(([, value], at) => [`:c${at}`, value])),
        },
      });
    },
    async list({ tenantId, days, connectionId }) {
      const found = await Promise.all(
        days.map((day) =>
          table.query({
            partition: usagePartition({ tenantId, day }),
            ...(connectionId === undefined ? {} : { prefix: usagePrefix(connectionId) }),
          }),
        ),
      );
      return found.flat().map(usageOf);
    },
  };
}

/** The columns of a tally that add something. */
function countsOf(tally: Tally): readonly (readonly [string, number])[] {
  return [
    ...COUNTS.map((name) => [name, tally[name]] as const),
    ...tally.latencies.map((value, at) => [latencyColumn(at), value] as const),
  ].filter(([name, value]) => name === 'calls' || value > 0);
}

function usageOf(item: Item): UsageRow {
  const { connectionId, userId, hour, lastUsed } = StoredUsage.parse(item);
  const read = (name: string) => count.parse(item[name]);
  const latencies = Array.from({ length: LATENCY_CLASSES }, (_, at) => read(latencyColumn(at)));
  return {
    connectionId,
    userId,
    hour,
    tally: {
      calls: read('calls'),
      failures: read('failures'),
      throttled: read('throttled'),
      refused: read('refused'),
      ms: read('ms'),
      latencies,
      lastUsed,
    },
  };
}
