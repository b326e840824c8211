import { concurrencyRoutes } from '../../shared/api/concurrency.ts';
import { triggerRoutes } from '../../shared/api/triggers.ts';
import { createContainer, triggers, workflowLines, workflows } from '../../shared/aws/container.ts';
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
