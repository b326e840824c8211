import { EgressError } from '../domain/egress-error.ts';
import { readLimits } from '../domain/upstream/read-limits.ts';
import { isFailure, type UpstreamFailure } from '../domain/upstream/usage.ts';
import type { ConnectionStore, EgressResponse, UpstreamHealth, UsageStore } from '../ports.ts';
import { assertNotOpen, enterBreaker, settleBreaker } from './breaker-guard.ts';
import { enterBudget, settleBudget } from './budget-guard.ts';
import { createCallTally } from './call-tally.ts';
import { enterFirst } from './first-call.ts';
import { openLine, type CallableConnection, type GatePorts, type Line, type Ticket } from './line.ts';

export interface UpstreamCall {
  readonly connection: CallableConnection;
  /** Who is counted as the caller. */
  readonly userId: string;
  /** The operation as its document writes it, `GET /pets/{id}`: APIs limit some of them apart. */
  readonly operation: string;
  /** The call may wait for the API's limit, but must begin by then; epoch milliseconds. */
  readonly startBy: number;
  /** Sends it once; called again where the API refused it with 429 and there is time. */
  readonly send: () => Promise<EgressResponse>;
}

export interface UpstreamAnswer {
  readonly response: EgressResponse;
  /** The API wants no further call before then, epoch milliseconds; on answers that refuse or fail. */
  readonly retryAt?: number;
}

/** The one way to call connected APIs: keeps within their limits, spares those that fail, and counts. */
export interface UpstreamGate {
  /** Begins to read a connection's health, beside whatever else its first call needs. */
  prepare(connectionId: string): void;
  /** Throws what `send` throws, and without sending UPSTREAM_RATE_LIMITED or UPSTREAM_CIRCUIT_OPEN with `retryAfter`. */
  call(call: UpstreamCall): Promise<UpstreamAnswer>;
  /** Writes the counts; to be called once when the work is done. Never throws. */
  flush(): Promise<void>;
}

const SENDS = 4;

/** The gate of one piece of work (an invocation of a run, a request) of one workspace. */
export function createUpstreamGate({
  tenantId,
  usage,
  connections,
  ...ports
}: GatePorts & {
  tenantId: string;
  usage: Pick<UsageStore, 'add'>;
  connections: Pick<ConnectionStore, 'touch'>;
}): UpstreamGate {
  const { store, clock, log } = ports;
  const tally = createCallTally({ tenantId, usage, connections, log });
  const reads = new Map<string, Promise<UpstreamHealth>>();
  const lines = new Map<string, Line>();

  const health = (connectionId: string): Promise<UpstreamHealth> => {
    const known = reads.get(connectionId) ?? store.read({ tenantId, connectionId });
    reads.set(connectionId, known);
    // A table that could not be read is no reason to fail the next call too.
    known.catch(() => reads.delete(connectionId));
    return known;
  };
  const lineOf = async (connection: CallableConnection): Promise<Line> => {
    const read = await health(connection.id);
    const line = lines.get(connection.id) ?? openLine(tenantId, connection, read);
    lines.set(connection.id, line);
    return line;
  };

  const callOnce = async (line: Line, { connection, userId, operation, startBy, send }: UpstreamCall) => {
    const ticket: Ticket = { operation };
    assertNotOpen(line, clock.now());
    const looked = await enterFirst(line, ports);
    try {
      await enterBudget(line, ticket, { startBy, ports });
      await enterBreaker(line, ticket, ports);
      line.inFlight.add(ticket);
      const sentAt = clock.now();
      const { response, error } = await attempt(send);
      const at = clock.now();
      line.inFlight.delete(ticket);
      if (response === undefined && !wasCalled(error)) throw error;
      const status = response?.status;
      const outcome = { at, ms: Math.max(0, at - sentAt), ...(status === undefined ? {} : { status }) };
      tally.count({ connection, userId, outcome });
      // A redirect may have led to somebody else, whose limits are no business of this API.
      const isOwn = response !== undefined && originOf(response.url) === originOf(connection.baseUrl);
      const reading = isOwn ? readLimits({ ...response, now: at }) : undefined;
      const settled = await Promise.allSettled([
        response && reading && settleBudget(line, ticket, { ...reading, status: response.status }, ports),
        settleBreaker(line, ticket, failureOf({ response, error, at }), ports),
      ]);
      for (const result of settled) {
        if (result.status === 'rejected')
          log.warn('upstream health was not written', { error: result.reason, ...line.upstream });
      }
      if (response === undefined) throw error;
      const retryAt = response.status >= 400 ? reading?.blockedUntil : undefined;
      return { response, ...(retryAt === undefined ? {} : { retryAt }) };
    } finally {
      looked();
    }
  };

  return {
    prepare: (connectionId) => void health(connectionId),
    async call(call) {
      const line = await lineOf(call.connection);
      for (let sends = 1; ; sends += 1) {
        const answer = await callOnce(line, call);
        const again =
          answer.response.status === 429 && sends < SENDS && (answer.retryAt ?? 0) <= call.startBy;
        if (!again) return answer;
      }
    },
    flush: () => tally.flush(),
  };
}

/** The answer, or why there is none. */
async function attempt(
  send: () => Promise<EgressResponse>,
): Promise<{ readonly response?: EgressResponse; readonly error?: unknown }> {
  try {
    return { response: await send() };
  } catch (error) {
    return { error };
  }
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

/** Whether a call that has no answer went out at all: our own refusals and faults say nothing about the API. */
function wasCalled(error: unknown): error is EgressError {
  return error instanceof EgressError && error.code !== 'EGRESS_REFUSED';
}

function failureOf({
  response,
  error,
  at,
}: {
  response: EgressResponse | undefined;
  error: unknown;
  at: number;
}): UpstreamFailure | undefined {
  const time = new Date(at).toISOString();
  if (response !== undefined) {
    const { status } = response;
    return isFailure(status) ? { at: time, code: 'UPSTREAM_ERROR', status } : undefined;
  }
  // What was answered and could not be taken is no failure of the API.
  if (!wasCalled(error) || error.answered) return undefined;
  return { at: time, code: error.code };
}
