import * as z from 'zod';
import { sleep } from '../../shared/aws/clock.ts';
import { connections } from '../../shared/aws/container/connections.ts';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { credentials } from '../../shared/aws/container/credentials.ts';
import { runs } from '../../shared/aws/container/runs.ts';
import { upstreams } from '../../shared/aws/container/upstreams.ts';
import { usage } from '../../shared/aws/container/usage.ts';
import { vault } from '../../shared/aws/container/vault.ts';
import { workflows } from '../../shared/aws/container/workflows.ts';
import { createEgress } from '../../shared/egress/create-egress.ts';
import { createSandbox } from '../../shared/expressions/sandbox.ts';
import { task } from '../../shared/runtime/task.ts';
import { runWorkflow } from './run-workflow.ts';

const container = createContainer({ name: 'run-workflow', env: process.env });
const { settings, clock, ids, log } = container;
const ports = {
  runs: runs(container),
  workflows: workflows(container),
  connections: connections(container),
  credentials: credentials(container),
  vault: vault(container),
  upstreams: upstreams(container),
  usage: usage(container),
  egress: createEgress({ allow: settings.egressAllow, log }),
  expressions: createSandbox({ worker: new URL('./evaluate.worker.mjs', import.meta.url) }),
  clock,
  ids,
  random: Math.random,
  sleep,
  log,
};

export const handler = task({
  payload: z.object({ tenantId: z.string(), runId: z.string(), executionId: z.string() }),
  perform: ({ executionId, ...run }, { remainingMs }) =>
    runWorkflow({ ...run, owner: executionId, ports, remainingMs }),
  log,
});
