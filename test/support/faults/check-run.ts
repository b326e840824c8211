import { isDeepStrictEqual } from 'node:util';
import { runPartition } from '../../../shared/aws/table.ts';
import { isFinished } from '../../../shared/domain/run.ts';
import { stepChanges } from '../../../shared/domain/run-trail.ts';
import { stepIdIn } from '../../../shared/domain/step-id.ts';
import { leavesOf, type Step } from '../../../shared/domain/workflow.ts';
import type { TestDynamoDb } from '../dynamodb.ts';
import type { FaultyUpstream } from './faulty-upstream.ts';
import type { liveThrough } from './world.ts';

/** What is wrong with how a run went; nothing where it is as promised. */
export async function faultsOf({
  lived: { run, after, tenantId, violations },
  steps,
  dynamodb,
  upstream,
}: {
  lived: Awaited<ReturnType<typeof liveThrough>>;
  steps: readonly Step[];
  dynamodb: TestDynamoDb;
  upstream: FaultyUpstream;
}): Promise<readonly string[]> {
  const faults = [...violations];
  if (!isFinished(run.status)) faults.push(`It ended ${run.status}.`);
  if (!isDeepStrictEqual(after, run)) faults.push('A late message changed it.');
  const calls = new Map(
    leavesOf(steps).flatMap((step) => (step.type === 'api_call' ? [[step.id, step]] : [])),
  );
  for (const [key, { status }] of Object.entries(run.steps)) {
    const step = calls.get(stepIdIn(key));
    if (step === undefined) continue;
    const acted = upstream.acted(run.id, key);
    if (step.method === 'POST' && acted > 1) faults.push(`The write ${key} was carried out ${acted} times.`);
    if (status === 'completed' && acted === 0) faults.push(`${key} is completed and was never carried out.`);
    if (run.status === 'completed' && (status === 'running' || status === 'pending' || status === 'unknown'))
      faults.push(`${key} is ${status} in a run that is completed.`);
  }
  return [...faults, ...(await eventFaults({ run, tenantId, dynamodb }))];
}

async function eventFaults({
  run,
  tenantId,
  dynamodb,
}: Pick<Awaited<ReturnType<typeof liveThrough>>, 'run' | 'tenantId'> & { dynamodb: TestDynamoDb }) {
  const partitions = [runPartition({ tenantId, runId: run.id }), `TENANT#${tenantId}`];
  const rows = await Promise.all(
    partitions.map((partition) => dynamodb.table.query({ partition, prefix: 'OUTBOX#' })),
  );
  const events = rows
    .flat()
    .map((row): { id: string; type: string; data: { step?: string } } => JSON.parse(String(row['event'])));
  const faults: string[] = [];
  if (new Set(events.map(({ id }) => id)).size !== events.length) faults.push('Two events have one id.');
  const ends = events.filter(({ type }) => type === 'execution.completed' || type === 'execution.failed');
  const expected = run.status === 'cancelled' ? 0 : 1;
  if (ends.length !== expected) faults.push(`${ends.length} events tell of its end, ${run.status}.`);
  for (const [key, { trail = '' }] of Object.entries(run.steps)) {
    const asked = stepChanges(trail, Date.parse(run.createdAt)).filter(({ status }) => status === 'unknown');
    const told = events.filter(({ type, data }) => type === 'execution.undecided' && data.step === key);
    if (asked.length !== told.length)
      faults.push(`${key} was unknown ${asked.length} times, told ${told.length}.`);
  }
  return faults;
}
