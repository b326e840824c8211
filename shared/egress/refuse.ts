import { EgressError } from '../domain/egress-error.ts';

/** Throws EGRESS_REFUSED. The message names hosts, ports and header names at most: never a value, path or query. */
export function refuse(message: string): never {
  throw new EgressError('EGRESS_REFUSED', message);
}
