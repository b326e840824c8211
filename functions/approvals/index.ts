import { approvalRoutes } from '../../shared/api/approvals.ts';
import { approvals } from '../../shared/aws/container/approvals.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { runStarter } from '../../shared/aws/container/run-starter.ts';
import { runs } from '../../shared/aws/container/runs.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { approvalHandlers } from './approval-handlers.ts';

const container = createContainer({ name: 'approvals', env: process.env });
const ports = { approvals: approvals(container), runs: runs(container), starter: runStarter(container) };

export const handler = serve({
  routes: approvalRoutes,
  handlers: approvalHandlers(ports),
  ports: pipelinePorts(container),
});
