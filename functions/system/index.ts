import { systemRoutes } from '../../shared/api/system.ts';
import { accounts } from '../../shared/aws/container/accounts.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { keyCheck } from '../../shared/aws/container/key-check.ts';
import { modelSettings } from '../../shared/aws/container/model-settings.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { getDocsAsset, getDocs } from './get-docs.ts';
import { getHealth } from './get-health.ts';
import { getOpenApiDocument } from './get-open-api-document.ts';

const container = createContainer({ name: 'system', env: process.env });
const { clock, log } = container;
const model = modelSettings(container);
const checks = {
  database: async () => void (await accounts(container).get('health-check')),
  encryption: keyCheck(container),
  modelConfigured: async () => (await model()) !== undefined,
};

export const handler = serve({
  routes: systemRoutes,
  handlers: {
    getHealth: getHealth({ checks, clock, log }),
    getOpenApiDocument: getOpenApiDocument(),
    getDocs: getDocs(),
    getDocsAsset: getDocsAsset({ folder: new URL('./swagger-ui/', import.meta.url) }),
  },
  ports: pipelinePorts(container),
});
