import { AppError } from '../domain/errors.ts';
import {
  breakerState,
  CLOSED_BREAKER,
  OPEN_AFTER,
  openFor,
  PROBE_MS,
  type Breaker,
} from '../domain/upstream/breaker.ts';
import type { UpstreamFailure } from '../domain/upstream/usage.ts';
import type { GatePorts, Line, Ticket } from './line.ts';
import { upstreamEvent } from './upstream-event.ts';

/** UPSTREAM_CIRCUIT_OPEN while the breaker is open. */
export function assertNotOpen(line: Line, now: number): void {
  if (breakerState(line.breaker, now) === 'open') throw circuitOpen(line, now);
}

/** Makes a call the probe of a breaker that is half-open; UPSTREAM_CIRCUIT_OPEN where another call is. */
export async function enterBreaker(line: Line, ticket: Ticket, { store, clock }: GatePorts): Promise<void> {
  const now = clock.now();
  if (breakerState(line.breaker, now) === 'closed') return;
  const probeUntil = now + PROBE_MS;
  const result = await store.probe(line.upstream, { now, probeUntil });
  if (result.won) {
    ticket.probeUntil = probeUntil;
    return;
  }
  line.breaker = result.breaker;
  if (result.breaker.openUntil !== undefined) throw circuitOpen(line, now);
}

/** What follows for the breaker from a call: `failure` where the API did not answer or failed itself. */
export async function settleBreaker(
  line: Line,
  ticket: Ticket,
  failure: UpstreamFailure | undefined,
  ports: GatePorts,
): Promise<void> {
  const { store } = ports;
  if (failure !== undefined) return settleFailure(line, ticket, failure, ports);
  if (ticket.probeUntil !== undefined) {
    await store.close(
      line.upstream,
      ticket.probeUntil,
      upstreamEvent(line, 'connection.circuit_closed', {}, ports),
    );
    line.breaker = CLOSED_BREAKER;
  } else if (line.breaker.failures > 0 && line.breaker.openUntil === undefined) {
    await store.recover(line.upstream);
    line.breaker = CLOSED_BREAKER;
  }
}

async function settleFailure(
  line: Line,
  { probeUntil }: Ticket,
  failure: UpstreamFailure,
  ports: GatePorts,
): Promise<void> {
  const { store, clock } = ports;
  const { upstream } = line;
  const breaker = await store.fail(upstream, failure);
  line.breaker = breaker;
  if (probeUntil !== undefined) {
    const trips = breaker.trips + 1;
    const until = clock.now() + openFor(trips);
    await store.reopen(upstream, { probeUntil, until, trips });
    line.breaker = { failures: breaker.failures, openUntil: until, trips };
  } else if (breaker.failures >= OPEN_AFTER && breaker.openUntil === undefined) {
    const until = clock.now() + openFor(1);
    const data = { openUntil: new Date(until).toISOString(), failures: breaker.failures, code: failure.code };
    await store.open(upstream, until, upstreamEvent(line, 'connection.circuit_opened', data, ports));
    line.breaker = { ...breaker, openUntil: until, trips: 1 };
  }
}

function circuitOpen({ name, breaker }: { name: string; breaker: Breaker }, now: number): AppError {
  const until = Math.max(breaker.openUntil ?? 0, breaker.probeUntil ?? 0);
  const retryAfter = Math.max(1, Math.ceil((until - now) / 1000));
  return new AppError(
    'UPSTREAM_CIRCUIT_OPEN',
    `"${name}" has failed ${breaker.failures} times in a row, so nothing is sent to it for now; it is tried again in ${retryAfter} s.`,
    { retryAfter },
  );
}
