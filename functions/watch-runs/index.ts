import * as z from 'zod';
import { createContainer } from '../../shared/aws/container/create-container.ts';
import { runHeads } from '../../shared/aws/container/run-heads.ts';
import { runStarter } from '../../shared/aws/container/run-starter.ts';
import { workflowLines } from '../../shared/aws/container/workflow-lines.ts';
import { workflows } from '../../shared/aws/container/workflows.ts';
import { consumeQueue } from '../../shared/runtime/consume.ts';
import { watchRun } from './watch-run.ts';

const container = createContainer({ name: 'watch-runs', env: process.env });
const { clock, log } = container;
const ports = {
  runs: runHeads(container),
  lines: workflowLines(container),
  workflows: workflows(container),
  starter: runStarter(container),
  clock,
};

export const handler = consumeQueue({
  message: z.object({ tenantId: z.string(), runId: z.string() }),
  perform: (message) => watchRun({ ...message, ...ports }),
  log,
});
