import { addTallies, NO_CALLS, tallyOf, type CallOutcome, type Tally } from '../domain/upstream/usage.ts';
import type { ConnectionStore, Log, UsageStore } from '../ports.ts';
import type { CallableConnection } from './line.ts';

/** `lastUsed` of a connection is written again after this; exact use is in the usage. */
const TOUCH_APART_MS = 5 * 60_000;

/** Counts calls in memory and writes them once: a run pays one update a connection, however many calls it makes. */
export interface CallTally {
  count(use: { connection: CallableConnection; userId: string; outcome: CallOutcome }): void;
  /** Writes what was counted since the last time. Never throws: counts are not worth a run. */
  flush(): Promise<void>;
}

export function createCallTally({
  tenantId,
  usage,
  connections,
  log,
}: {
  tenantId: string;
  usage: Pick<UsageStore, 'add'>;
  connections: Pick<ConnectionStore, 'touch'>;
  log: Log;
}): CallTally {
  let counted = new Map<string, { connection: CallableConnection; userId: string; tally: Tally }>();
  return {
    count({ connection, userId, outcome }) {
      const key = JSON.stringify([connection.id, userId]);
      const tally = addTallies(counted.get(key)?.tally ?? NO_CALLS, tallyOf(outcome));
      counted.set(key, { connection, userId, tally });
    },
    async flush() {
      const uses = [...counted.values()];
      counted = new Map();
      const writes = uses.flatMap(({ connection: { id, lastUsed }, userId, tally }) => [
        usage.add({ tenantId, connectionId: id, userId, tally }),
        ...(tally.lastUsed - Date.parse(lastUsed ?? '1970-01-01T00:00:00.000Z') < TOUCH_APART_MS
          ? []
          : [connections.touch(tenantId, id, new Date(tally.lastUsed).toISOString())]),
      ]);
      for (const result of await Promise.allSettled(writes)) {
        if (result.status === 'rejected')
          log.warn('usage was not written', { error: result.reason, tenantId });
      }
    },
  };
}
