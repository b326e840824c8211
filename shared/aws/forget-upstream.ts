import type { Connection } from '../domain/connection.ts';
import type { TableClient, Write } from './table-operations.ts';
import { upstreamKey } from './table.ts';

/** Of the 100 writes that a transaction takes. An API has a handful of limits; more are not of one that keeps to itself. */
const MOST = 50;

/**
 * The writes that forget what is known of an API where a connection moves to another origin (RFC 6454): its breaker, its
 * pauses and its limits were another server's. They go with the move in one transaction, so that no call is refused, or
 * let through, for what the old server said. A worker that has read the connection before goes on calling the old origin,
 * and may write of it once more: that ends with its window, or with the next success. The counts of usage stay; they say
 * what was called.
 */
export async function forgetUpstream({
  table,
  before,
  after,
}: {
  readonly table: Pick<TableClient, 'query'>;
  readonly before: Connection;
  readonly after: Connection;
}): Promise<readonly Write[]> {
  // Without an address nothing was called.
  if (before.baseUrl === '' || originOf(before.baseUrl) === originOf(after.baseUrl)) return [];
  const { pk, sk: prefix } = upstreamKey({ tenantId: before.tenantId, connectionId: before.id });
  const items = await table.query({ partition: pk, prefix, attributes: ['sk'] });
  return items.slice(0, MOST).map((item) => ({ delete: { pk, sk: String(item['sk']) } }));
}

function originOf(url: string): string | undefined {
  return url === '' ? undefined : new URL(url).origin;
}
