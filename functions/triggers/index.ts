import { concurrencyRoutes } from '../../shared/api/concurrency.ts';
import { triggerRoutes } from '../../shared/api/triggers.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { triggers } from '../../shared/aws/container/triggers.ts';
import { workflowLines } from '../../shared/aws/container/workflow-lines.ts';
import { workflows } from '../../shared/aws/container/workflows.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { triggerHandlers } from './trigger-handlers.ts';

const container = createContainer({ name: 'triggers', env: process.env });

export const handler = serve({
  routes: { ...triggerRoutes, ...concurrencyRoutes },
  handlers: triggerHandlers({
    triggers: triggers(container),
    workflows: workflows(container),
    lines: workflowLines(container),
    ids: container.ids,
  }),
  ports: pipelinePorts(container),
});
