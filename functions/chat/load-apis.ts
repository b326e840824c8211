import { isNamed, type Connection } from '../../shared/domain/connection.ts';
import type { Catalogue } from '../../shared/domain/catalogue.ts';
import type { CatalogueStore, ConnectionStore } from '../../shared/ports.ts';

/** The active connections of a workspace that the caller named, with their catalogues. */
export async function loadApis({
  tenantId,
  named,
  connections,
  catalogues,
}: {
  tenantId: string;
  /** Names or ids; all where there are none. */
  named: readonly string[] | undefined;
  connections: ConnectionStore;
  catalogues: CatalogueStore;
}): Promise<readonly { readonly connection: Connection; readonly catalogue: Catalogue }[]> {
  const all = await connections.listAll(tenantId);
  const usable = all.filter((connection) => isUsable(connection, named));
  return Promise.all(
    usable.map(async (connection) => ({
      connection,
      catalogue: await catalogues.get(tenantId, connection.specHash),
    })),
  );
}

type Usable = Connection & { readonly specHash: string };

function isUsable(connection: Connection, named: readonly string[] | undefined): connection is Usable {
  return connection.status === 'ACTIVE' && connection.specHash !== undefined && isNamed(connection, named);
}
