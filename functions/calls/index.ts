import { callRoutes } from '../../shared/api/calls.ts';
import { sleep } from '../../shared/aws/clock.ts';
import { accounts } from '../../shared/aws/container/accounts.ts';
import { catalogues } from '../../shared/aws/container/catalogues.ts';
import { connections } from '../../shared/aws/container/connections.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { credentials } from '../../shared/aws/container/credentials.ts';
import { documentInspector } from '../../shared/aws/container/document-inspector.ts';
import { upstreams } from '../../shared/aws/container/upstreams.ts';
import { usage } from '../../shared/aws/container/usage.ts';
import { vault } from '../../shared/aws/container/vault.ts';
import { lazily } from '../../shared/aws/once.ts';
import { pipelinePorts } from '../../shared/aws/pipeline-ports.ts';
import type { EgressRequest } from '../../shared/ports.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { callHandlers } from './call-handlers.ts';

const container = createContainer({ name: 'calls', env: process.env });
const { settings, clock, ids, log } = container;
// Loaded at the first call: what refuses requests, as most cold starts do, never needs it.
const openEgress = lazily(async () => {
  const { createEgress } = await import('../../shared/egress/create-egress.ts');
  return createEgress({ allow: settings.egressAllow, log });
});
const openGate = async (tenantId: string) => {
  const { createUpstreamGate } = await import('../../shared/upstream/upstream-gate.ts');
  return createUpstreamGate({
    tenantId,
    store: upstreams(container),
    usage: usage(container),
    connections: connections(container),
    clock,
    ids,
    log,
    sleep,
  });
};
const ports = {
  accounts: accounts(container),
  connections: connections(container),
  credentials: credentials(container),
  catalogues: catalogues(container),
  vault: vault(container),
  inspector: documentInspector(container),
  egress: { request: async (request: EgressRequest) => (await openEgress()).request(request) },
  openGate,
  clock,
};

export const handler = serve({
  routes: callRoutes,
  handlers: callHandlers(ports),
  ports: pipelinePorts(container),
});
