import { authRoutes } from '../../shared/api/auth.ts';
import { accounts } from '../../shared/aws/container/accounts.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { identity } from '../../shared/aws/container/identity.ts';
import { mailer } from '../../shared/aws/container/mailer.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { authHandlers } from './auth-handlers.ts';

const container = createContainer({ name: 'auth', env: process.env });
const { ids } = container;
const ports = {
  accounts: accounts(container),
  identity: identity(container),
  mailer: mailer(container),
  ids,
};

export const handler = serve({
  routes: authRoutes,
  handlers: authHandlers(ports),
  ports: pipelinePorts(container),
});
