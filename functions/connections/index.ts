import { connectionRoutes } from '../../shared/api/connections.ts';
import { catalogues } from '../../shared/aws/container/catalogues.ts';
import { changeHistory } from '../../shared/aws/container/change-history.ts';
import { connections } from '../../shared/aws/container/connections.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { credentials } from '../../shared/aws/container/credentials.ts';
import { ingester } from '../../shared/aws/container/ingester.ts';
import { ingestions } from '../../shared/aws/container/ingestions.ts';
import { uploadDesk } from '../../shared/aws/container/upload-desk.ts';
import { vault } from '../../shared/aws/container/vault.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { connectionHandlers } from './connection-handlers.ts';

const container = createContainer({ name: 'connections', env: process.env });
const allow = container.settings.egressAllow;
const ports = {
  connections: connections(container),
  credentials: credentials(container),
  catalogues: catalogues(container),
  ingester: ingester(container),
  ingestions: ingestions(container),
  changes: changeHistory(container),
  uploadDesk: uploadDesk(container),
  vault: vault(container),
  clock: container.clock,
  ids: container.ids,
  // Loaded where a connection is made, and nowhere else.
  assertPublicUrl: async (url: string) => {
    const { assertPublicUrl } = await import('../../shared/egress/assert-public-url.ts');
    assertPublicUrl({ url, allow });
  },
};

export const handler = serve({
  routes: connectionRoutes,
  handlers: connectionHandlers(ports),
  ports: pipelinePorts(container),
});
