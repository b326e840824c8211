import type { connectionRoutes } from '../../shared/api/connections.ts';
import type {
  CatalogueStore,
  ConnectionStore,
  CredentialStore,
  Ids,
  Ingester,
  UploadDesk,
  Vault,
} from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import { deleteConnection } from './delete-connection.ts';
import { deleteCredentials } from './delete-credentials.ts';
import { getConnection } from './get-connection.ts';
import { getCredentials } from './get-credentials.ts';
import { listConnections } from './list-connections.ts';
import { listEndpoints } from './list-endpoints.ts';
import { openUpload } from './open-upload.ts';

export interface ConnectionPorts {
  readonly connections: ConnectionStore;
  readonly credentials: CredentialStore;
  readonly catalogues: CatalogueStore;
  readonly ingester: Ingester;
  readonly uploadDesk: UploadDesk;
  readonly vault: Vault;
  readonly ids: Ids;
  /** Rejects with EGRESS_REFUSED for an address that may never be called. */
  readonly assertPublicUrl: (url: string) => Promise<void>;
}

const updating = () => import('./update-connection.ts');
const storing = () => import('./store-credentials.ts');

/** The handlers of `/connections`: those that read are there from the start, those that write come when they are called. */
export function connectionHandlers(ports: ConnectionPorts): Handlers<typeof connectionRoutes> {
  return {
    listConnections: listConnections(ports),
    openUpload: openUpload(ports),
    createConnection: whenCalled(async () =>
      (await import('./create-connection.ts')).createConnection(ports),
    ),
    getConnection: getConnection(ports),
    patchConnection: whenCalled(async () => (await updating()).patchConnection(ports)),
    replaceConnection: whenCalled(async () => (await updating()).replaceConnection(ports)),
    deleteConnection: deleteConnection(ports),
    listEndpoints: listEndpoints(ports),
    getEndpoint: whenCalled(async () => (await import('./get-endpoint.ts')).getEndpoint(ports)),
    getCredentials: getCredentials(ports),
    storeCredentials: whenCalled(async () => (await storing()).storeCredentials(ports)),
    replaceCredentials: whenCalled(async () => (await storing()).storeCredentials(ports)),
    deleteCredentials: deleteCredentials(ports),
  };
}
