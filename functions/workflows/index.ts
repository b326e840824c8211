import { workflowRoutes } from '../../shared/api/workflows.ts';
import {
  catalogues,
  connections,
  createContainer,
  plans,
  runs,
  runStarter,
  workflows,
} from '../../shared/aws/container.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { checkExpression } from '../../shared/expressions/check-expression.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { workflowHandlers } from './workflow-handlers.ts';

const container = createContainer({ name: 'workflows', env: process.env });
const ports = {
  workflows: workflows(container),
  plans: plans(container),
  runs: runs(container),
  starter: runStarter(container),
  connections: connections(container),
  catalogues: catalogues(container),
  checkExpression,
  ids: container.ids,
};

export const handler = serve({
  routes: workflowRoutes,
  handlers: workflowHandlers(ports),
  ports: pipelinePorts(container),
});
