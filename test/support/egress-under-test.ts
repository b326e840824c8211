import { createEgress, type OpenEgress } from '../../shared/egress/create-egress.ts';
import { EgressError } from '../../shared/domain/egress-error.ts';
import type { EgressRequest, EgressResponse } from '../../shared/ports.ts';

/** A request with bounds that suit a test; give what the test is about. */
export function requestTo(url: string, rest: Partial<EgressRequest> = {}): EgressRequest {
  return { url, method: 'GET', timeoutMs: 5000, maxBytes: 1_000_000, maxRedirects: 3, ...rest };
}

/** The error that a call ends with; fails where it does not end with an EgressError. */
export async function errorOf(call: Promise<EgressResponse>): Promise<EgressError> {
  try {
    const answer = await call;
    throw new Error(`The call was answered with ${answer.status}.`);
  } catch (error) {
    if (error instanceof EgressError) return error;
    throw error;
  }
}

/** An egress whose names resolve as the table says; every other name does not exist. */
export function egressWith({
  allow = [],
  names = {},
}: {
  allow?: readonly string[];
  names?: Readonly<Record<string, readonly string[]>>;
}): OpenEgress {
  return createEgress({ allow, resolve: async (name) => names[name] ?? [] });
}
