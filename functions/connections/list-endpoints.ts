import type { connectionRoutes } from '../../shared/api/connections.ts';
import { paginate } from '../../shared/api/pagination.ts';
import type { OperationEntry } from '../../shared/domain/catalogue.ts';
import type { CatalogueStore, ConnectionStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { endpointView } from './endpoint-view.ts';
import { findConnection } from './find-connection.ts';

/** The operations of a connection; empty where no document was ingested. `tags` counts those that the other filters leave. */
export function listEndpoints({
  connections,
  catalogues,
}: {
  connections: ConnectionStore;
  catalogues: CatalogueStore;
}): Handler<typeof connectionRoutes.listEndpoints> {
  return async ({ params: { id }, query: { page, limit, method, tag, search }, caller: { tenantId } }) => {
    const { specHash } = await findConnection({ connections, tenantId, id });
    const { entries } =
      specHash === undefined ? { entries: [] } : await catalogues.getIndex(tenantId, specHash);
    const needle = search?.toLowerCase();
    const found = entries.filter(
      (entry) =>
        (method === undefined || entry.method === method) &&
        (needle === undefined || searchable(entry).includes(needle)),
    );
    const fitting = found.filter((entry) => tag === undefined || entry.tags.includes(tag));
    const shown = fitting.slice((page - 1) * limit, page * limit).map((entry) => entry.id);
    const operations =
      specHash === undefined ? [] : await catalogues.getOperations(tenantId, specHash, shown);
    return {
      endpoints: operations.map(endpointView),
      tags: countTags(found),
      pagination: paginate({ page, limit, total: fitting.length }),
    };
  };
}

function searchable({ path, operationId, summary, description }: OperationEntry): string {
  return [path, operationId, summary, description].join('\n').toLowerCase();
}

/** A document may name as many as it likes. */
const MAX_TAGS = 200;

/** The commonest first, and by name where they are equal. */
function countTags(entries: readonly OperationEntry[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const name of entries.flatMap(({ tags }) => tags)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_TAGS);
}
