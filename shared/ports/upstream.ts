import type { DomainEvent } from '../domain/events.ts';
import type { Breaker } from '../domain/upstream/breaker.ts';
import type { Budget, Correction } from '../domain/upstream/budget.ts';
import type { Tally, UpstreamFailure } from '../domain/upstream/usage.ts';

/** Whose health: one connection's. */
export interface Upstream {
  readonly tenantId: string;
  readonly connectionId: string;
}

/** What all runs of a workspace know of a connected API. */
export interface UpstreamHealth {
  /** Whether any answer of it was looked at yet: until then, its limits are not known to be none. */
  readonly seen: boolean;
  readonly breaker: Breaker;
  /** The API wants no call before then, epoch milliseconds; 0 where it does not say so. */
  readonly blockedUntil: number;
  /** Oldest first. */
  readonly budgets: readonly Budget[];
  /** Names of budgets by operation, for operations that the oldest one does not count. */
  readonly scopes: Readonly<Record<string, string>>;
  readonly lastFailure?: UpstreamFailure;
}

/** The shared health of connections. Every write is one conditional update, or one transaction with an event. */
export interface UpstreamStore {
  /** Consistent, one query. */
  read(upstream: Upstream): Promise<UpstreamHealth>;
  /** Remembers that an answer was looked at. */
  see(upstream: Upstream): Promise<void>;
  /** The API wants no call before `until`; the later one wins. */
  block(upstream: Upstream, until: number): Promise<void>;

  /**
   * Takes one call from a budget; exact under any concurrency. `budget` is as it is afterwards, or as it stands where
   * nothing is left until its `resetAt`. A budget that is not stored yet is stored.
   */
  take(
    upstream: Upstream,
    budget: Budget,
    now: number,
  ): Promise<{ readonly granted: boolean; readonly budget: Budget }>;
  /** Stores a budget that an answer told of; where it is there, adds `untaken`, the calls that were sent without it. */
  learn(upstream: Upstream, budget: Budget, untaken: number): Promise<Budget>;
  /** Applies what an answer has taught about the window that `budget` was in; does nothing where it is over. */
  correct(upstream: Upstream, budget: Budget, correction: Correction): Promise<void>;
  /** Nothing is left of a budget before `until`. */
  exhaust(upstream: Upstream, budget: Budget, until: number): Promise<void>;
  /** Says which budget counts an operation. */
  assign(upstream: Upstream, operation: string, budgetName: string): Promise<void>;
  /** Writes the event, once for each window. False where it was written. */
  announce(upstream: Upstream, budget: Budget, event: DomainEvent): Promise<boolean>;

  /** Counts a failure; the breaker as it is afterwards. */
  fail(upstream: Upstream, failure: UpstreamFailure): Promise<Breaker>;
  /** Forgets the failures of a breaker that is closed. */
  recover(upstream: Upstream): Promise<void>;
  /** Opens a closed breaker, with its event; false where somebody else has. */
  open(upstream: Upstream, until: number, event: DomainEvent): Promise<boolean>;
  /** Wins the one probe of a half-open breaker until `probeUntil`; otherwise the breaker as it stands. */
  probe(
    upstream: Upstream,
    request: { readonly now: number; readonly probeUntil: number },
  ): Promise<{ readonly won: true } | { readonly won: false; readonly breaker: Breaker }>;
  /** The probe that was won until `probeUntil` failed: open for longer. */
  reopen(
    upstream: Upstream,
    request: { readonly probeUntil: number; readonly until: number; readonly trips: number },
  ): Promise<void>;
  /** The probe succeeded: closed, with its event. */
  close(upstream: Upstream, probeUntil: number, event: DomainEvent): Promise<void>;
}

/** Counts of one user's calls over one connection in one hour. */
export interface UsageRow {
  readonly connectionId: string;
  readonly userId: string;
  /** Its first moment, ISO 8601. */
  readonly hour: string;
  readonly tally: Tally;
}

export interface UsageStore {
  /** Adds to the hour of the last call: one update. */
  add(use: Upstream & { readonly userId: string; readonly tally: Tally }): Promise<void>;
  /** Of some days (`2026-01-31`) in no particular order, where given of one connection. */
  list(request: {
    readonly tenantId: string;
    readonly days: readonly string[];
    readonly connectionId?: string;
  }): Promise<readonly UsageRow[]>;
}
