import { connectorRoutes } from '../../shared/api/connectors.ts';
import { presetRoutes } from '../../shared/api/presets.ts';
import { usageRoutes } from '../../shared/api/usage.ts';
import { connections, createContainer, modelUsage, upstreams, usage } from '../../shared/aws/container.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { usageHandlers } from './usage-handlers.ts';

const container = createContainer({ name: 'usage', env: process.env });
const ports = {
  connections: connections(container),
  upstreams: upstreams(container),
  usage: usage(container),
  modelUsage: modelUsage(container),
};

export const handler = serve({
  routes: { ...usageRoutes, ...presetRoutes, ...connectorRoutes },
  handlers: usageHandlers(ports),
  ports: pipelinePorts(container),
});
