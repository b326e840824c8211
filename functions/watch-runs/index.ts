import * as z from 'zod';
import {
  createContainer,
  runHeads,
  runStarter,
  workflowLines,
  workflows,
} from '../../shared/aws/container.ts';
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
