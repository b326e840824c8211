import type { Connection } from '../domain/connection.ts';
import type { Breaker } from '../domain/upstream/breaker.ts';
import { configuredBudget, type Budget } from '../domain/upstream/budget.ts';
import type { Clock, Ids, Log, Upstream, UpstreamHealth, UpstreamStore } from '../ports.ts';

/** What the gate needs from outside. */
export interface GatePorts {
  readonly store: UpstreamStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The members of a connection that the gate needs. */
export type CallableConnection = Pick<Connection, 'id' | 'name' | 'baseUrl' | 'rateLimit' | 'lastUsed'>;

/** One call on its way through the gate. */
export interface Ticket {
  readonly operation: string;
  /** From which it was taken, as it was then. */
  budget?: Budget;
  /** Where it is the probe of a half-open breaker. */
  probeUntil?: number;
}

/** What one worker knows of one connection: what it has read at first, and what its own writes told it since. */
export interface Line {
  readonly upstream: Upstream;
  readonly name: string;
  /** A limit that a person has set comes before those that are observed. */
  readonly configured: boolean;
  readonly budgets: Map<string, Budget>;
  readonly scopes: Map<string, string>;
  readonly inFlight: Set<Ticket>;
  seen: boolean;
  breaker: Breaker;
  blockedUntil: number;
  /** Whether a first call was made to find out what nobody knows yet … */
  tried: boolean;
  /** … and while it is under way. */
  first?: Promise<void>;
}

export function openLine(tenantId: string, connection: CallableConnection, health: UpstreamHealth): Line {
  const { id: connectionId, name, rateLimit } = connection;
  const budgets =
    rateLimit === undefined
      ? health.budgets.filter(({ source }) => source === 'observed')
      : [configuredBudget(rateLimit)];
  return {
    upstream: { tenantId, connectionId },
    name,
    configured: rateLimit !== undefined,
    budgets: new Map(budgets.map((budget) => [budget.name, budget])),
    scopes: new Map(Object.entries(health.scopes)),
    inFlight: new Set(),
    seen: health.seen,
    tried: false,
    breaker: health.breaker,
    blockedUntil: health.blockedUntil,
  };
}

/** What counts an operation: what it was assigned to, else the limit that was seen first. */
export function budgetFor({ budgets, scopes }: Line, operation: string): Budget | undefined {
  const [oldest] = budgets.values();
  return budgets.get(scopes.get(operation) ?? '') ?? oldest;
}
