import { connectorRoutes } from '../../shared/api/connectors.ts';
import { presetRoutes } from '../../shared/api/presets.ts';
import { usageRoutes } from '../../shared/api/usage.ts';
import { connections } from '../../shared/aws/container/connections.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { modelUsage } from '../../shared/aws/container/models.ts';
import { usage } from '../../shared/aws/container/usage.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { usageHandlers } from './usage-handlers.ts';

const container = createContainer({ name: 'usage', env: process.env });
const ports = {
  connections: connections(container),
  upstreams: async () => (await import('../../shared/aws/container/upstreams.ts')).upstreams(container),
  usage: usage(container),
  modelUsage: modelUsage(container),
};

export const handler = serve({
  routes: { ...usageRoutes, ...presetRoutes, ...connectorRoutes },
  handlers: usageHandlers(ports),
  ports: pipelinePorts(container),
});
