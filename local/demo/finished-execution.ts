import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { DemoClient } from './client.ts';

const Execution = z.looseObject({
  status: z.string(),
  error: z.looseObject({ message: z.string() }).optional(),
  steps: z.array(
    z.looseObject({
      name: z.string(),
      status: z.string(),
      duration: z.number().nullable(),
      output: z.unknown().optional(),
      error: z.looseObject({ message: z.string() }).optional(),
    }),
  ),
});

const PATIENCE_MS = 60_000;

/** The execution once it has ended; throws when it takes longer than a minute. */
export async function finishedExecution(
  client: DemoClient,
  executionId: string,
): Promise<z.infer<typeof Execution>> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const execution = Execution.parse(await client.call('GET', `/executions/${executionId}`));
    if (execution.status !== 'running' && execution.status !== 'pending') return execution;
    if (Date.now() > deadline) throw new Error(`the run is still ${execution.status} after a minute.`);
    await sleep(100);
  }
}
