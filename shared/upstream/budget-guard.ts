import { AppError } from '../domain/errors.ts';
import { correctionOf, isNear, observedBudget, type Budget } from '../domain/upstream/budget.ts';
import type { LimitReading } from '../domain/upstream/read-limits.ts';
import { budgetFor, type GatePorts, type Line, type Ticket } from './line.ts';
import { upstreamEvent } from './upstream-event.ts';

/** An API that names a new limit in every answer must not fill the table. */
const MAX_BUDGETS = 8;
const MAX_SCOPES = 100;
/** What a wait at least takes, so that clocks that differ by a moment do not spin. */
const SHORTEST_WAIT_MS = 20;

/**
 * Waits until the API may be called, and takes the call from its budget. UPSTREAM_RATE_LIMITED where that is after
 * `startBy` (epoch milliseconds).
 */
export async function enterBudget(
  line: Line,
  ticket: Ticket,
  { startBy, ports }: { startBy: number; ports: GatePorts },
): Promise<void> {
  const { store, clock, sleep } = ports;
  for (;;) {
    const now = clock.now();
    let until = line.blockedUntil;
    if (until <= now) {
      const budget = budgetFor(line, ticket.operation);
      if (budget === undefined) return;
      const taken = await store.take(line.upstream, budget, now);
      line.budgets.set(budget.name, taken.budget);
      if (taken.granted) {
        ticket.budget = taken.budget;
        await announceNear(line, taken.budget, ports);
        return;
      }
      until = taken.budget.resetAt;
    }
    if (until > startBy) throw rateLimited(line, until, now);
    await sleep(Math.max(SHORTEST_WAIT_MS, until - now));
  }
}

/** What follows for the budgets from an answer. */
export async function settleBudget(
  line: Line,
  ticket: Ticket,
  reading: LimitReading & { readonly status: number },
  ports: GatePorts,
): Promise<void> {
  const { store, clock } = ports;
  const { upstream } = line;
  const answered = line.configured ? undefined : observedBudget(reading, clock.now());
  if (answered !== undefined) await learn(line, ticket, answered, ports);
  const { blockedUntil = 0, status } = reading;
  const budget = line.configured ? undefined : budgetFor(line, ticket.operation);
  if (blockedUntil > 0 && status === 429 && budget !== undefined) {
    await store.exhaust(upstream, budget, blockedUntil);
    line.budgets.set(budget.name, { ...budget, taken: budget.limit, resetAt: blockedUntil });
  } else if (blockedUntil > line.blockedUntil) {
    line.blockedUntil = blockedUntil;
    await store.block(upstream, blockedUntil);
  } else if (!line.seen && answered === undefined) {
    await store.see(upstream);
  }
  line.seen = true;
}

async function learn(line: Line, ticket: Ticket, answered: Budget, { store }: GatePorts): Promise<void> {
  const { upstream, budgets, scopes, inFlight } = line;
  const { name } = answered;
  if (ticket.budget?.name === name) {
    const correction = correctionOf(ticket.budget, answered);
    if (correction !== undefined) await store.correct(upstream, ticket.budget, correction);
    return;
  }
  if (budgets.has(name)) budgets.set(name, await store.learn(upstream, answered, 1));
  else if (budgets.size < MAX_BUDGETS) {
    const uncounted = [...inFlight].filter((other) => other !== ticket && other.budget === undefined);
    const learnt = await store.learn(upstream, answered, 1 + uncounted.length);
    budgets.set(name, learnt);
    for (const other of uncounted) other.budget = learnt;
  } else return;
  const counted = budgetFor(line, ticket.operation)?.name;
  if (counted !== name && scopes.size < MAX_SCOPES) {
    scopes.set(ticket.operation, name);
    await store.assign(upstream, ticket.operation, name);
  }
}

async function announceNear(line: Line, budget: Budget, ports: GatePorts): Promise<void> {
  const { name, source, limit, taken, resetAt, nearFor = 0 } = budget;
  if (!isNear(budget) || nearFor >= resetAt) return;
  const data = {
    limit: name,
    source,
    requests: limit,
    used: taken,
    resetAt: new Date(resetAt).toISOString(),
  };
  const event = upstreamEvent(line, 'connection.limit_near', data, ports);
  try {
    await ports.store.announce(line.upstream, budget, event);
  } catch (error) {
    // The call has been taken already, and is worth more than the news of it.
    ports.log.warn('a limit that is near was not announced', { error, ...line.upstream });
  }
}

function rateLimited({ name }: Line, until: number, now: number): AppError {
  const retryAfter = Math.max(1, Math.ceil((until - now) / 1000));
  return new AppError(
    'UPSTREAM_RATE_LIMITED',
    `"${name}" may not be called more often at present: its limit is used up for another ${retryAfter} s.`,
    { retryAfter },
  );
}
