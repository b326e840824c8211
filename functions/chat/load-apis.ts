import type { Catalogue } from '../../shared/domain/catalogue.ts';
import { isNamed, type Connection } from '../../shared/domain/connection.ts';
import { leavesOf, type Step } from '../../shared/domain/workflow.ts';
import { findOperations } from '../../shared/planner/find-operations.ts';
import type { PlannerApi } from '../../shared/planner/operation-view.ts';
import type { Segment } from '../../shared/planner/retrieval/segment.ts';
import type { CatalogueStore, ConnectionStore } from '../../shared/ports.ts';
import { openSegment } from './open-segment.ts';

/** A connected API that can be searched. */
export interface OpenedApi {
  readonly connection: Connection & { readonly specHash: string };
  readonly segment: Segment;
}

/** The active connections of a workspace that the caller named, with what finds their operations. */
export async function openApis({
  tenantId,
  named,
  connections,
  catalogues,
}: {
  tenantId: string;
  /** Names or ids; all where there are none. */
  named: readonly string[] | undefined;
  connections: Pick<ConnectionStore, 'listAll'>;
  catalogues: CatalogueStore;
}): Promise<readonly OpenedApi[]> {
  const all = await connections.listAll(tenantId);
  const usable = all.filter((connection) => isUsable(connection, named));
  return Promise.all(
    usable.map(async (connection) => ({ connection, segment: await openSegment(catalogues, connection) })),
  );
}

/** Reads the operations that a request is planned over: the nearest to `texts`, of which the last is the request, and those of `steps`. */
export async function readApis({
  opened,
  texts,
  steps,
  catalogues,
}: {
  opened: readonly OpenedApi[];
  texts: readonly string[];
  /** Of the plan that the request may change. */
  steps: readonly Step[];
  catalogues: CatalogueStore;
}): Promise<readonly PlannerApi[]> {
  const apis = opened.map(({ connection, segment }) => ({ name: connection.name, segment }));
  const found = findOperations({ apis, texts });
  const calls = leavesOf(steps).filter((step) => step.type === 'api_call');
  return Promise.all(
    opened.map(async ({ connection, segment }, at) => {
      const numbers = found[at] ?? [];
      const called = calls.filter(({ apiConnectionId }) => apiConnectionId === connection.id);
      const { tenantId, specHash } = connection;
      if (numbers.length === segment.lengths.length)
        return { connection, catalogue: await catalogues.get(tenantId, specHash) };
      if (numbers.length + called.length === 0) return { connection, catalogue: unread(connection) };
      const { entries, ...head } = await catalogues.getIndex(tenantId, specHash);
      const wanted = new Set(numbers);
      const ids = entries
        .filter(
          ({ method, path }, number) =>
            wanted.has(number) || called.some((call) => call.method === method && call.endpoint === path),
        )
        .map(({ id }) => id);
      const operations = await catalogues.getOperations(tenantId, specHash, ids);
      return { connection, catalogue: { ...head, operations } };
    }),
  );
}

/** Of an API none of whose operations is near. */
function unread({ name, specHash }: OpenedApi['connection']): Catalogue {
  return {
    specHash,
    title: name,
    version: '',
    servers: [],
    securitySchemes: {},
    problems: [],
    operations: [],
  };
}

function isUsable(
  connection: Connection,
  named: readonly string[] | undefined,
): connection is OpenedApi['connection'] {
  return connection.status === 'ACTIVE' && connection.specHash !== undefined && isNamed(connection, named);
}
