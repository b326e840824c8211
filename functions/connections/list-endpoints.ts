import type { connectionRoutes } from '../../shared/api/connections.ts';
import { paginate } from '../../shared/api/pagination.ts';
import type { JsonSchema, Operation } from '../../shared/domain/catalogue.ts';
import type { CatalogueStore, ConnectionStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
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
    const operations = specHash === undefined ? [] : (await catalogues.get(tenantId, specHash)).operations;
    const needle = search?.toLowerCase();
    const fitting = operations.filter(
      (operation) =>
        (method === undefined || operation.method === method) &&
        (tag === undefined || operation.tags.includes(tag)) &&
        (needle === undefined || searchable(operation).includes(needle)),
    );
    return {
      endpoints: fitting.slice((page - 1) * limit, page * limit).map(endpointView),
      pagination: paginate({ page, limit, total: fitting.length }),
    };
  };
}

function searchable({ path, operationId, summary, description }: Operation): string {
  return [path, operationId, summary, description].join('\n').toLowerCase();
}

function endpointView(operation: Operation) {
  const { summary, description, tags, parameters, responses, requestBody, ...rest } = operation;
  return {
    ...rest,
    summary: summary ?? '',
    description: description ?? '',
    tags: [...tags],
    parameters: parameters.map(({ name, in: place, required, schema, description: about }) => ({
      name,
      in: place,
      type: typeName(schema),
      required,
      description: about ?? '',
    })),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses,
  };
}

function typeName({ type }: JsonSchema): string {
  if (typeof type === 'string') return type;
  return Array.isArray(type) ? type.join(' | ') : 'any';
}
