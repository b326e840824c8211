import * as z from 'zod';
import { sleep } from '../../shared/aws/clock.ts';
import { accounts } from '../../shared/aws/container/accounts.ts';
import { catalogues } from '../../shared/aws/container/catalogues.ts';
import { connections } from '../../shared/aws/container/connections.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { credentials } from '../../shared/aws/container/credentials.ts';
import { upstreams } from '../../shared/aws/container/upstreams.ts';
import { usage } from '../../shared/aws/container/usage.ts';
import { vault } from '../../shared/aws/container/vault.ts';
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
    sleep,
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
