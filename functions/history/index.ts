import { executionRoutes } from '../../shared/api/executions.ts';
import { createContainer, runs, workflows } from '../../shared/aws/container.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { historyHandlers } from './history-handlers.ts';

const container = createContainer({ name: 'history', env: process.env });

export const handler = serve({
  routes: executionRoutes,
  handlers: historyHandlers({
    runs: runs(container),
    workflows: workflows(container),
    clock: container.clock,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }),
  ports: pipelinePorts(container),
});
