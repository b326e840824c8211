import { chatRoutes } from '../../shared/api/chat.ts';
import {
  catalogues,
  connections,
  createContainer,
  modelSettings,
  plans,
} from '../../shared/aws/container.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { configuredModel } from './configured-model.ts';
import { planChat } from './plan-chat.ts';

const container = createContainer({ name: 'chat', env: process.env });
const { ids, clock, log } = container;
const ports = {
  connections: connections(container),
  catalogues: catalogues(container),
  plans: plans(container),
  model: configuredModel({ settings: modelSettings(container), log }),
  ids,
  clock,
};

export const handler = serve({
  routes: chatRoutes,
  handlers: { planChat: planChat(ports) },
  ports: pipelinePorts(container),
});
