import { undoRoutes } from '../../shared/api/undo.ts';
import { catalogues } from '../../shared/aws/container/catalogues.ts';
import { connections } from '../../shared/aws/container/connections.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { runs } from '../../shared/aws/container/runs.ts';
import { workflows } from '../../shared/aws/container/workflows.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { undoHandlers } from './undo-handlers.ts';

const container = createContainer({ name: 'undo', env: process.env });
const ports = {
  runs: runs(container),
  workflows: workflows(container),
  connections: connections(container),
  catalogues: catalogues(container),
};

export const handler = serve({
  routes: undoRoutes,
  handlers: undoHandlers(ports),
  ports: pipelinePorts(container),
});
