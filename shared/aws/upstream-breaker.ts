import { FAILURES_APART_MS } from '../domain/upstream/breaker.ts';
import type { UpstreamFailure } from '../domain/upstream/usage.ts';
import type { Clock, Upstream, UpstreamStore } from '../ports.ts';
import { outboxItem } from './change-writes.ts';
import type { ItemUpdate, TableClient } from './table-operations.ts';
import { TTL_ATTRIBUTE, upstreamKey } from './table.ts';
import { breakerOf } from './upstream-rows.ts';

const IN_A_ROW = 'attribute_not_exists(lastFailedAt) OR lastFailedAt > :apart';
const CLOSED = 'attribute_not_exists(openUntil)';
const CLOSED_WITH_FAILURES = 'failures > :zero AND attribute_not_exists(openUntil)';
const HALF_OPEN = 'openUntil <= :now AND (attribute_not_exists(probeUntil) OR probeUntil <= :now)';
const MY_PROBE = 'probeUntil = :mine';

class Refused extends Error {}

type BreakerWrites = Pick<UpstreamStore, 'fail' | 'recover' | 'open' | 'probe' | 'reopen' | 'close'>;

/** The circuit breaker of connected APIs, in the item of their health. */
export function breakerWrites({
  table,
  clock,
  expiry,
}: {
  table: TableClient;
  clock: Clock;
  /** Epoch seconds. */
  expiry: () => number;
}): BreakerWrites {
  /** The update and its event, or false where the condition failed. */
  const withEvent = async (
    update: ItemUpdate,
    event: Parameters<UpstreamStore['open']>[2],
  ): Promise<boolean> => {
    try {
      await table.transact([{ ...update, refused: () => new Refused() }, { put: outboxItem(event) }]);
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  };
  return {
    async fail(upstream, failure) {
      const now = clock.now();
      const facts = failureFacts({ upstream, failure, now, expiry: expiry() });
      const counted = await table.update({
        ...facts,
        update: `${facts.update} ADD failures :one`,
        condition: IN_A_ROW,
        values: { ...facts.values, ':one': 1, ':apart': now - FAILURES_APART_MS },
        returning: true,
      });
      if (counted.written) return breakerOf(counted.item);
      const first = await table.update({
        ...facts,
        update: `${facts.update}, failures = :one`,
        values: { ...facts.values, ':one': 1 },
        returning: true,
      });
      return breakerOf(first.written ? first.item : {});
    },
    async recover(upstream) {
      await table.update({
        key: upstreamKey(upstream),
        update: 'SET failures = :zero',
        condition: CLOSED_WITH_FAILURES,
        values: { ':zero': 0 },
      });
    },
    open: (upstream, until, event) =>
      withEvent(
        {
          key: upstreamKey(upstream),
          update: `SET openUntil = :until, trips = :one, ${TTL_ATTRIBUTE} = :expiry REMOVE probeUntil`,
          condition: CLOSED,
          values: { ':until': until, ':one': 1, ':expiry': expiry() },
        },
        event,
      ),
    async probe(upstream, { now, probeUntil }) {
      const result = await table.update({
        key: upstreamKey(upstream),
        update: 'SET probeUntil = :mine',
        condition: HALF_OPEN,
        values: { ':now': now, ':mine': probeUntil },
      });
      return result.written ? { won: true } : { won: false, breaker: breakerOf(result.present) };
    },
    async reopen(upstream, { probeUntil, until, trips }) {
      await table.update({
        key: upstreamKey(upstream),
        update: `SET openUntil = :until, trips = :trips, ${TTL_ATTRIBUTE} = :expiry REMOVE probeUntil`,
        condition: MY_PROBE,
        values: { ':until': until, ':trips': trips, ':mine': probeUntil, ':expiry': expiry() },
      });
    },
    async close(upstream, probeUntil, event) {
      await withEvent(
        {
          key: upstreamKey(upstream),
          update: 'SET failures = :zero REMOVE openUntil, probeUntil, trips',
          condition: MY_PROBE,
          values: { ':zero': 0, ':mine': probeUntil },
        },
        event,
      );
    },
  };
}

function failureFacts({
  upstream,
  failure,
  now,
  expiry,
}: {
  upstream: Upstream;
  failure: UpstreamFailure;
  now: number;
  expiry: number;
}) {
  return {
    key: upstreamKey(upstream),
    update: `SET lastFailedAt = :now, lastFailure = :failure, ${TTL_ATTRIBUTE} = :expiry`,
    values: { ':now': now, ':failure': JSON.stringify(failure), ':expiry': expiry },
  };
}
