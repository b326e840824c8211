import type { connectionRoutes } from '../../shared/api/connections.ts';
import type {
  CatalogueStore,
  ChangeHistory,
  Clock,
  ConnectionStore,
  CredentialStore,
  Ids,
  Ingester,
  IngestionStore,
  UploadDesk,
  Vault,
} from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import { getConnection } from './get-connection.ts';

export interface ConnectionPorts {
  readonly connections: ConnectionStore;
  readonly credentials: CredentialStore;
  readonly catalogues: CatalogueStore;
  readonly ingester: Ingester;
  readonly ingestions: IngestionStore;
  readonly changes: ChangeHistory;
  readonly uploadDesk: UploadDesk;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Rejects with EGRESS_REFUSED for an address that may never be called. */
  readonly assertPublicUrl: (url: string) => Promise<void>;
}

const updating = () => import('./update-connection.ts');
const storing = () => import('./store-credentials.ts');

/** The handlers of `/connections`: what is called most is there from the start, the others come when they are called. */
export function connectionHandlers(ports: ConnectionPorts): Handlers<typeof connectionRoutes> {
  return {
    listConnections: whenCalled(async () => (await import('./list-connections.ts')).listConnections(ports)),
    openUpload: whenCalled(async () => (await import('./open-upload.ts')).openUpload(ports)),
    createConnection: whenCalled(async () =>
      (await import('./create-connection.ts')).createConnection(ports),
    ),
    getConnection: getConnection(ports),
    patchConnection: whenCalled(async () => (await updating()).patchConnection(ports)),
    replaceConnection: whenCalled(async () => (await updating()).replaceConnection(ports)),
    deleteConnection: whenCalled(async () =>
      (await import('./delete-connection.ts')).deleteConnection(ports),
    ),
    refreshConnection: whenCalled(async () =>
      (await import('./refresh-connection.ts')).refreshConnection(ports),
    ),
    listChanges: whenCalled(async () => (await import('./list-changes.ts')).listChanges(ports)),
    getChange: whenCalled(async () => (await import('./get-change.ts')).getChange(ports)),
    listEndpoints: whenCalled(async () => (await import('./list-endpoints.ts')).listEndpoints(ports)),
    getEndpoint: whenCalled(async () => (await import('./get-endpoint.ts')).getEndpoint(ports)),
    getCredentials: whenCalled(async () => (await import('./get-credentials.ts')).getCredentials(ports)),
    storeCredentials: whenCalled(async () => (await storing()).storeCredentials(ports)),
    replaceCredentials: whenCalled(async () => (await storing()).storeCredentials(ports)),
    deleteCredentials: whenCalled(async () =>
      (await import('./delete-credentials.ts')).deleteCredentials(ports),
    ),
  };
}
