import type { connectionRoutes } from '../../shared/api/connections.ts';
import type {
  CatalogueStore,
  ConnectionStore,
  CredentialStore,
  Ids,
  Ingester,
  Vault,
} from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { createConnection } from './create-connection.ts';
import { deleteConnection } from './delete-connection.ts';
import { deleteCredentials } from './delete-credentials.ts';
import { getConnection } from './get-connection.ts';
import { getCredentials } from './get-credentials.ts';
import { listConnections } from './list-connections.ts';
import { listEndpoints } from './list-endpoints.ts';
import { storeCredentials } from './store-credentials.ts';

export interface ConnectionPorts {
  readonly connections: ConnectionStore;
  readonly credentials: CredentialStore;
  readonly catalogues: CatalogueStore;
  readonly ingester: Ingester;
  readonly vault: Vault;
  readonly ids: Ids;
  /** Rejects with EGRESS_REFUSED for an address that may never be called. */
  readonly assertPublicUrl: (url: string) => Promise<void>;
}

/** The handlers of `/connections`. */
export function connectionHandlers(ports: ConnectionPorts): Handlers<typeof connectionRoutes> {
  return {
    listConnections: listConnections(ports),
    createConnection: createConnection(ports),
    getConnection: getConnection(ports),
    deleteConnection: deleteConnection(ports),
    listEndpoints: listEndpoints(ports),
    getCredentials: getCredentials(ports),
    storeCredentials: storeCredentials(ports),
    replaceCredentials: storeCredentials(ports),
    deleteCredentials: deleteCredentials(ports),
  };
}
