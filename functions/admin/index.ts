import { adminRoutes } from '../../shared/api/admin.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { documentCache } from '../../shared/aws/container/document-cache.ts';
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
