import { approvalRoutes } from '../../shared/api/approvals.ts';
import { approvals, createContainer, runs, runStarter } from '../../shared/aws/container.ts';
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
