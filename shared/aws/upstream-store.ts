import type { Clock, UpstreamStore } from '../ports.ts';
import type { TableClient } from './table-operations.ts';
import { TTL_ATTRIBUTE, upstreamKey } from './table.ts';
import { breakerWrites } from './upstream-breaker.ts';
import { budgetWrites } from './upstream-budgets.ts';
import { healthOf } from './upstream-rows.ts';

/** What nobody has used for so long is learnt anew. */
const KEPT_SECONDS = 90 * 24 * 3_600;

const BLOCKED_LESS = 'attribute_not_exists(blockedUntil) OR blockedUntil < :until';
const HAS_SCOPES = 'attribute_exists(scopes)';

/** The shared health of connections in the table; see `docs/decisions/0013-upstream-health.md`. */
export function createUpstreamStore({ table, clock }: { table: TableClient; clock: Clock }): UpstreamStore {
  const expiry = () => Math.floor(clock.now() / 1000) + KEPT_SECONDS;
  return {
    ...budgetWrites({ table, clock }),
    ...breakerWrites({ table, clock, expiry }),
    async read(upstream) {
      const { pk: partition, sk: prefix } = upstreamKey(upstream);
      return healthOf(await table.query({ partition, prefix }));
    },
    async see(upstream) {
      await table.update({
        key: upstreamKey(upstream),
        update: `SET ${TTL_ATTRIBUTE} = :expiry`,
        values: { ':expiry': expiry() },
      });
    },
    async block(upstream, until) {
      await table.update({
        key: upstreamKey(upstream),
        update: `SET blockedUntil = :until, ${TTL_ATTRIBUTE} = :expiry`,
        condition: BLOCKED_LESS,
        values: { ':until': until, ':expiry': expiry() },
      });
    },
    async assign(upstream, operation, budgetName) {
      const key = upstreamKey(upstream);
      const added = await table.update({
        key,
        update: 'SET scopes.#operation = :name',
        condition: HAS_SCOPES,
        names: { '#operation': operation },
        values: { ':name': budgetName },
      });
      if (added.written) return;
      await table.update({
        key,
        update: `SET scopes = :scopes, ${TTL_ATTRIBUTE} = :expiry`,
        values: { ':scopes': { [operation]: budgetName }, ':expiry': expiry() },
      });
    },
  };
}
