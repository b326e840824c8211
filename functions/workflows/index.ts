import { workflowEditingRoutes } from '../../shared/api/workflow-editing.ts';
import { workflowRoutes } from '../../shared/api/workflows.ts';
import { catalogues } from '../../shared/aws/container/catalogues.ts';
import { connections } from '../../shared/aws/container/connections.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { plans } from '../../shared/aws/container/plans.ts';
import { workflows } from '../../shared/aws/container/workflows.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { readExpression } from '../../shared/expressions/read-expression.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { workflowHandlers } from './workflow-handlers.ts';

const container = createContainer({ name: 'workflows', env: process.env });
const ports = {
  workflows: workflows(container),
  plans: plans(container),
  connections: connections(container),
  catalogues: catalogues(container),
  readExpression,
  ids: container.ids,
};

export const handler = serve({
  routes: { ...workflowRoutes, ...workflowEditingRoutes },
  handlers: workflowHandlers(ports),
  ports: pipelinePorts(container),
});
