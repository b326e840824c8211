import type { connectionRoutes } from '../../shared/api/connections.ts';
import { paginate } from '../../shared/api/pagination.ts';
import type { OperationEntry } from '../../shared/domain/catalogue.ts';
import type { CatalogueStore, ConnectionStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { endpointView } from './endpoint-view.ts';
import { findConnection } from './find-connection.ts';

/** The operations of a connection; empty where no document was ingested. */
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
    const fitting = entries.filter(
      (entry) =>
        (method === undefined || entry.method === method) &&
        (tag === undefined || entry.tags.includes(tag)) &&
        (needle === undefined || searchable(entry).includes(needle)),
    );
    const shown = fitting.slice((page - 1) * limit, page * limit).map((entry) => entry.id);
    const operations =
      specHash === undefined ? [] : await catalogues.getOperations(tenantId, specHash, shown);
    return {
      endpoints: operations.map(endpointView),
      pagination: paginate({ page, limit, total: fitting.length }),
    };
  };
}

function searchable({ path, operationId, summary, description }: OperationEntry): string {
  return [path, operationId, summary, description].join('\n').toLowerCase();
}
