import { executionControlRoutes } from '../../shared/api/execution-control.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { runStarter } from '../../shared/aws/container/run-starter.ts';
import { runs } from '../../shared/aws/container/runs.ts';
import { workflowLines } from '../../shared/aws/container/workflow-lines.ts';
import { workflows } from '../../shared/aws/container/workflows.ts';
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
