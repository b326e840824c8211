import { EgressError } from '../domain/egress-error.ts';
import type { Connection } from '../domain/connection.ts';
import type { Clock, Egress, EgressResponse } from '../ports.ts';
import type { UpstreamGate } from '../upstream/upstream-gate.ts';
import type { SignedCall } from './sign-call.ts';

/** What came of one call: an answer, or why there is none. `ms` until the last byte of it. */
export interface MadeCall {
  readonly response?: EgressResponse;
  readonly error?: EgressError;
  readonly ms: number;
}

/** What makes a call. */
export interface CallerPorts {
  readonly gate: Pick<UpstreamGate, 'call' | 'flush'>;
  readonly egress: Egress;
  readonly clock: Clock;
}

const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
/** Before all time: a call whose turn has not come is refused, and one that the API refuses is not sent again. */
const NEVER_WAIT = -1;

/**
 * Makes one call that a person waits for: through the gate of its API, once or not at all, and to the address of the
 * connection alone, so that a redirect is an answer like any other. Throws EGRESS_REFUSED for an address that may not be
 * called, and UPSTREAM_RATE_LIMITED or UPSTREAM_CIRCUIT_OPEN where the API is to be left alone at present.
 */
export async function makeCall({
  call: { signed, carriesCredential },
  connection,
  operation,
  userId,
  timeoutMs,
  beforeSend = async () => undefined,
  ports: { gate, egress, clock },
}: {
  readonly call: SignedCall;
  readonly connection: Connection;
  /** As the document writes it, `GET /pets/{id}`. */
  readonly operation: string;
  /** Who is counted as the caller. */
  readonly userId: string;
  readonly timeoutMs: number;
  /** Comes before the call, and after everything that refuses it. */
  readonly beforeSend?: () => Promise<void>;
  readonly ports: CallerPorts;
}): Promise<MadeCall> {
  let ms = 0;
  const send = async (): Promise<EgressResponse> => {
    await beforeSend();
    const from = clock.now();
    try {
      return await egress.request({
        ...signed,
        timeoutMs,
        maxBytes: MAX_ANSWER_BYTES,
        maxRedirects: 0,
        carriesCredential,
      });
    } finally {
      ms = Math.max(0, clock.now() - from);
    }
  };
  try {
    const { response } = await gate.call({ connection, userId, operation, startBy: NEVER_WAIT, send });
    return { response, ms };
  } catch (error) {
    if (!(error instanceof EgressError) || error.code === 'EGRESS_REFUSED') throw error;
    return { error, ms };
  } finally {
    await gate.flush();
  }
}
