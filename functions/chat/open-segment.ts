import type { Catalogue } from '../../shared/domain/catalogue.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { createSegmentBuilder } from '../../shared/planner/retrieval/build-segment.ts';
import { openSegment as open, type Segment } from '../../shared/planner/retrieval/segment.ts';
import type { CatalogueStore } from '../../shared/ports.ts';

/** By the bytes that the store gives again: the same segments make the same pool. */
const opened = new WeakMap<Uint8Array, Segment>();
/** Those that had to be made, by workspace and catalogue; the oldest goes first. */
const made = new Map<string, Segment>();
const MADE_KEPT = 50;

/** The segment of a connection's catalogue; made of its operations where it was stored without one, or with one of another make. */
export async function openSegment(
  catalogues: CatalogueStore,
  { tenantId, specHash }: Pick<Connection, 'tenantId'> & { readonly specHash: string },
): Promise<Segment> {
  const bytes = await catalogues.getSegment(tenantId, specHash);
  const known = bytes && (opened.get(bytes) ?? open(bytes));
  if (bytes && known) {
    opened.set(bytes, known);
    return known;
  }
  const key = `${tenantId} ${specHash}`;
  const segment = made.get(key) ?? segmentOf(await catalogues.get(tenantId, specHash));
  made.set(key, segment);
  for (const oldest of made.keys()) {
    if (made.size <= MADE_KEPT) break;
    made.delete(oldest);
  }
  return segment;
}

function segmentOf(catalogue: Catalogue): Segment {
  const builder = createSegmentBuilder(catalogue);
  for (const operation of catalogue.operations) builder.add(operation);
  const segment = open(builder.finish());
  if (!segment) throw new Error('A segment that was just made cannot be opened.');
  return segment;
}
