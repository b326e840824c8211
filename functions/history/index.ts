import { executionRoutes } from '../../shared/api/executions.ts';
import { sleep } from '../../shared/aws/clock.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { runs } from '../../shared/aws/container/runs.ts';
import { workflows } from '../../shared/aws/container/workflows.ts';
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
    sleep,
  }),
  ports: pipelinePorts(container),
});
