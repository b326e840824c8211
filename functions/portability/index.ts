import { portabilityRoutes } from '../../shared/api/portability.ts';
import { templateRoutes } from '../../shared/api/templates.ts';
import { catalogues } from '../../shared/aws/container/catalogues.ts';
import { connections } from '../../shared/aws/container/connections.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { workflows } from '../../shared/aws/container/workflows.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { portabilityHandlers } from './portability-handlers.ts';

const container = createContainer({ name: 'portability', env: process.env });
const ports = {
  workflows: workflows(container),
  connections: connections(container),
  catalogues: catalogues(container),
  readExpression: async (expression: string) =>
    (await import('../../shared/expressions/read-expression.ts')).readExpression(expression),
  ids: container.ids,
};

export const handler = serve({
  routes: { ...portabilityRoutes, ...templateRoutes },
  handlers: portabilityHandlers(ports),
  ports: pipelinePorts(container),
});
