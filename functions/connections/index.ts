import { connectionRoutes } from '../../shared/api/connections.ts';
import {
  catalogues,
  changeHistory,
  connections,
  createContainer,
  credentials,
  ingester,
  ingestions,
  uploadDesk,
  vault,
} from '../../shared/aws/container.ts';
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
