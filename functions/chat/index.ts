import { chatSessionRoutes } from '../../shared/api/chat-sessions.ts';
import { chatRoutes } from '../../shared/api/chat.ts';
import { catalogues } from '../../shared/aws/container/catalogues.ts';
import { chats } from '../../shared/aws/container/chats.ts';
import { connections } from '../../shared/aws/container/connections.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { modelSettings } from '../../shared/aws/container/model-settings.ts';
import { plans } from '../../shared/aws/container/plans.ts';
import { lazily } from '../../shared/aws/once.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { chatHandlers } from './chat-handlers.ts';
import { configuredModel } from './configured-model.ts';

const container = createContainer({ name: 'chat', env: process.env });
const { ids, clock, log } = container;
const ports = {
  connections: connections(container),
  catalogues: catalogues(container),
  plans: plans(container),
  chats: chats(container),
  execution: lazily(async () => {
    const [{ runs }, { runStarter }, { workflowLines }, { workflows }] = await Promise.all([
      import('../../shared/aws/container/runs.ts'),
      import('../../shared/aws/container/run-starter.ts'),
      import('../../shared/aws/container/workflow-lines.ts'),
      import('../../shared/aws/container/workflows.ts'),
    ]);
    return {
      runs: runs(container),
      lines: workflowLines(container),
      starter: runStarter(container),
      workflows: workflows(container),
    };
  }),
  model: configuredModel({ settings: modelSettings(container), log }),
  modelMemory: lazily(async () => {
    const { modelAnswers, modelUsage } = await import('../../shared/aws/container/models.ts');
    return { answers: modelAnswers(container), usage: modelUsage(container) };
  }),
  ids,
  clock,
  log,
};

export const handler = serve({
  routes: { ...chatRoutes, ...chatSessionRoutes },
  handlers: chatHandlers(ports),
  ports: pipelinePorts(container),
});
