import { executionControlRoutes } from '../../shared/api/execution-control.ts';
import { createContainer, runs, runStarter, workflowLines, workflows } from '../../shared/aws/container.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { executionHandlers } from './execution-handlers.ts';

const container = createContainer({ name: 'executions', env: process.env });
const ports = {
  runs: runs(container),
  workflows: workflows(container),
  lines: workflowLines(container),
  starter: runStarter(container),
  ids: container.ids,
};

export const handler = serve({
  routes: executionControlRoutes,
  handlers: executionHandlers(ports),
  ports: pipelinePorts(container),
});
