import { adminRoutes } from '../../shared/api/admin.ts';
import { createContainer, documentCache } from '../../shared/aws/container.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { adminHandlers } from './admin-handlers.ts';

const container = createContainer({ name: 'admin', env: process.env });

export const handler = serve({
  routes: adminRoutes,
  handlers: adminHandlers({
    documentCache: documentCache(container),
    clock: container.clock,
  }),
  ports: pipelinePorts(container),
});
