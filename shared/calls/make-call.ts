import { EgressError } from '../domain/egress-error.ts';
import type { Clock, Egress, EgressResponse } from '../ports.ts';
import type { SignedCall } from './sign-call.ts';

/** What came of one call: an answer, or why there is none. `ms` until the last byte of it. */
export interface MadeCall {
  readonly response?: EgressResponse;
  readonly error?: EgressError;
  readonly ms: number;
}

const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

/**
 * Sends one call that a person waits for: once, and to the address of the connection alone, so that a redirect is an
 * answer like any other. Throws EGRESS_REFUSED for an address that may not be called.
 */
export async function makeCall({
  call: { signed, carriesCredential },
  egress,
  clock,
  timeoutMs,
}: {
  readonly call: SignedCall;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly timeoutMs: number;
}): Promise<MadeCall> {
  const from = clock.now();
  const taken = (): number => Math.max(0, clock.now() - from);
  try {
    const response = await egress.request({
      ...signed,
      timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
      maxRedirects: 0,
      carriesCredential,
    });
    return { response, ms: taken() };
  } catch (error) {
    if (!(error instanceof EgressError) || error.code === 'EGRESS_REFUSED') throw error;
    return { error, ms: taken() };
  }
}
