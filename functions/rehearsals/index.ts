import { rehearsalRoutes } from '../../shared/api/rehearsals.ts';
import { catalogues } from '../../shared/aws/container/catalogues.ts';
import { connections } from '../../shared/aws/container/connections.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { runs } from '../../shared/aws/container/runs.ts';
import { workflows } from '../../shared/aws/container/workflows.ts';
import { lazily } from '../../shared/aws/once.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import type { Json } from '../../shared/domain/json.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { rehearsalHandlers } from './rehearsal-handlers.ts';

const container = createContainer({ name: 'rehearsals', env: process.env });
const openSandbox = lazily(async () => {
  const { createSandbox } = await import('../../shared/expressions/sandbox.ts');
  return createSandbox({ worker: new URL('./evaluate.worker.mjs', import.meta.url) });
});
const ports = {
  workflows: workflows(container),
  runs: runs(container),
  connections: connections(container),
  catalogues: catalogues(container),
  expressions: {
    evaluate: async (expression: string, input: Json) => (await openSandbox()).evaluate(expression, input),
  },
  clock: container.clock,
};

export const handler = serve({
  routes: rehearsalRoutes,
  handlers: rehearsalHandlers(ports),
  ports: pipelinePorts(container),
});
