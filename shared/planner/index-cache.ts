import type { PlannerApi } from './operation-view.ts';
import { buildIndex, type OperationIndex } from './retrieve.ts';

/** Keeps built indexes for as long as nothing about their connections changes. */
export interface IndexCache {
  /** The index over exactly these APIs, built where it is not kept. */
  get(apis: readonly PlannerApi[]): OperationIndex;
}

/** Keeps at most `size` indexes, the least recently used one goes first. Keys are connections with their versions. */
export function createIndexCache({ size = 20 }: { readonly size?: number } = {}): IndexCache {
  const kept = new Map<string, OperationIndex>();
  return {
    get(apis) {
      const key = keyOf(apis);
      const index = kept.get(key) ?? buildIndex(apis);
      kept.delete(key);
      kept.set(key, index);
      for (const oldest of kept.keys()) {
        if (kept.size <= size) break;
        kept.delete(oldest);
      }
      return index;
    },
  };
}

/**
 * A connection's revision is part of it: a new base URL or authentication changes what its operations take. So are the
 * operations: of a large catalogue a request sees the nearest.
 */
function keyOf(apis: readonly PlannerApi[]): string {
  return apis
    .map(
      ({ connection, catalogue }) =>
        `${connection.tenantId}/${connection.id}@${connection.revision}:${catalogue.specHash}:${catalogue.operations.map(({ id }) => id).join(',')}`,
    )
    .toSorted()
    .join('|');
}
