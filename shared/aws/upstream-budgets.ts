import { windowEnd, type Budget } from '../domain/upstream/budget.ts';
import type { Clock, Upstream, UpstreamStore } from '../ports.ts';
import { outboxItem } from './change-writes.ts';
import type { Item, TableClient } from './table-operations.ts';
import { budgetKey, TTL_ATTRIBUTE } from './table.ts';
import { budgetOf } from './upstream-rows.ts';

/** A limit that has not been met for so long is learnt anew. */
const KEPT_SECONDS = 30 * 24 * 3_600;
/** An API that counts by the second must not fill the bus. */
const ANNOUNCED_APART_MS = 60_000;

const HAS_ROOM = 'resetAt > :now AND taken < #limit';
const SAME_WINDOW = 'resetAt = :seen';
const NOT_STORED = 'attribute_not_exists(pk)';
const NEW_OR_OVER = 'attribute_not_exists(pk) OR resetAt <= :now';
const STORED = 'attribute_exists(pk)';
const COUNTS_LESS = 'resetAt = :seen AND taken < :taken';
const NOT_ANNOUNCED =
  '(attribute_not_exists(nearFor) OR nearFor < :resetAt) AND (attribute_not_exists(nearAt) OR nearAt <= :recent)';

const ATTEMPTS = 5;

class Announced extends Error {}

type BudgetWrites = Pick<UpstreamStore, 'take' | 'learn' | 'correct' | 'exhaust' | 'announce'>;

/** Rate limits of connected APIs, each an item of its own. */
export function budgetWrites({ table, clock }: { table: TableClient; clock: Clock }): BudgetWrites {
  return {
    async take(upstream, budget, now) {
      let present: Item = { ...budget };
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const taken = await table.update({
          key: budgetKey({ ...upstream, name: budget.name }),
          update: 'SET taken = taken + :one',
          condition: HAS_ROOM,
          names: { '#limit': 'limit' },
          values: { ':one': 1, ':now': now },
          returning: true,
        });
        if (taken.written) return { granted: true, budget: budgetOf(taken.item) };
        present = taken.present;
        if (Number(present['resetAt']) > now) break;
        // The window is over or was never there; whoever comes first begins the next one.
        const opened = await openWindow({ table, upstream, budget, present, now });
        if (opened !== undefined) return { granted: true, budget: opened };
      }
      return { granted: false, budget: 'name' in present ? budgetOf(present) : budget };
    },
    async learn(upstream, budget, untaken) {
      const inFlight = Math.max(0, untaken - 1);
      const write = windowWrite({ upstream, budget: { ...budget, taken: budget.taken + inFlight } });
      const stored = await table.update({
        ...write,
        condition: NEW_OR_OVER,
        values: { ...write.values, ':now': clock.now() },
        returning: true,
      });
      if (stored.written) return budgetOf(stored.item);
      // Somebody else has learnt of it meanwhile, and may or may not have counted ours: too many is safe.
      const added = await table.update({
        key: budgetKey({ ...upstream, name: budget.name }),
        update: 'SET taken = taken + :untaken',
        condition: STORED,
        values: { ':untaken': untaken },
        returning: true,
      });
      return added.written ? budgetOf(added.item) : budget;
    },
    async correct(upstream, budget, correction) {
      const key = budgetKey({ ...upstream, name: budget.name });
      if (correction.kind === 'raise') {
        await table.update({
          key,
          update: 'SET taken = :taken',
          condition: COUNTS_LESS,
          values: { ':taken': correction.taken, ':seen': budget.resetAt },
        });
        return;
      }
      await table.update({
        key,
        update: 'SET #limit = :limit, windowMs = :window, resetAt = :reset, taken = taken + :by',
        condition: SAME_WINDOW,
        names: { '#limit': 'limit' },
        values: {
          ':limit': correction.limit,
          ':window': correction.windowMs,
          ':reset': correction.resetAt,
          ':by': correction.takenBy,
          ':seen': budget.resetAt,
        },
      });
    },
    async exhaust(upstream, { name }, until) {
      await table.update({
        key: budgetKey({ ...upstream, name }),
        update: 'SET taken = #limit, resetAt = :until',
        condition: STORED,
        names: { '#limit': 'limit' },
        values: { ':until': until },
      });
    },
    async announce(upstream, { name, resetAt }, event) {
      const now = clock.now();
      try {
        await table.transact([
          {
            key: budgetKey({ ...upstream, name }),
            update: 'SET nearFor = :resetAt, nearAt = :now',
            condition: NOT_ANNOUNCED,
            values: { ':resetAt': resetAt, ':now': now, ':recent': now - ANNOUNCED_APART_MS },
            refused: () => new Announced(),
          },
          { put: outboxItem(event) },
        ]);
        return true;
      } catch (error) {
        if (error instanceof Announced) return false;
        throw error;
      }
    },
  };
}

/** Begins a window with one call taken; undefined where somebody else was first. */
async function openWindow({
  table,
  upstream,
  budget,
  present,
  now,
}: {
  table: TableClient;
  upstream: Upstream;
  budget: Budget;
  present: Item;
  now: number;
}): Promise<Budget | undefined> {
  const stored = 'name' in present;
  const known = stored ? budgetOf(present) : { ...budget, since: now };
  const next = { ...known, taken: 1, resetAt: windowEnd(known, now) };
  const write = windowWrite({ upstream, budget: next });
  const result = await table.update(
    stored
      ? { ...write, condition: SAME_WINDOW, values: { ...write.values, ':seen': known.resetAt } }
      : { ...write, condition: NOT_STORED },
  );
  return result.written ? next : undefined;
}

/** Sets a whole budget. */
function windowWrite({ upstream, budget }: { upstream: Upstream; budget: Budget }) {
  return {
    key: budgetKey({ ...upstream, name: budget.name }),
    update:
      'SET #name = :name, #source = :source, #limit = :limit, windowMs = :window, taken = :taken, ' +
      `resetAt = :reset, since = if_not_exists(since, :since), ${TTL_ATTRIBUTE} = :expiry`,
    names: { '#name': 'name', '#source': 'source', '#limit': 'limit' },
    values: {
      ':name': budget.name,
      ':source': budget.source,
      ':limit': budget.limit,
      ':window': budget.windowMs,
      ':taken': budget.taken,
      ':reset': budget.resetAt,
      ':since': budget.since,
      ':expiry': Math.ceil(budget.resetAt / 1000) + KEPT_SECONDS,
    },
  };
}
