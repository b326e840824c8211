import * as z from 'zod';
import {
  accounts,
  catalogues,
  connections,
  createContainer,
  credentials,
  upstreams,
  usage,
  vault,
} from '../../shared/aws/container.ts';
import { createEgress } from '../../shared/egress/create-egress.ts';
import { consumeQueue } from '../../shared/runtime/consume.ts';
import { createUpstreamGate } from '../../shared/upstream/upstream-gate.ts';
import { checkConnection } from './check-connection.ts';

const container = createContainer({ name: 'check-connections', env: process.env });
const { settings, clock, ids, log } = container;
const openGate = (tenantId: string) =>
  createUpstreamGate({
    tenantId,
    store: upstreams(container),
    usage: usage(container),
    connections: connections(container),
    clock,
    ids,
    log,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
const ports = {
  accounts: accounts(container),
  connections: connections(container),
  credentials: credentials(container),
  catalogues: catalogues(container),
  vault: vault(container),
  egress: createEgress({ allow: settings.egressAllow, log }),
  openGate,
  clock,
  ids,
  log,
};

export const handler = consumeQueue({
  message: z.object({ tenantId: z.string(), connectionId: z.string() }),
  perform: (ref) => checkConnection({ ref, ports }),
  log,
});
