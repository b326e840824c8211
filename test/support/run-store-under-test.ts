import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createRunStore } from '../../shared/aws/run-store.ts';
import { runKey } from '../../shared/aws/table.ts';
import type { Run, StepRecord } from '../../shared/domain/run.ts';
import type { Boundary } from '../../shared/ports.ts';
import { changeOf, serial, testId } from './changes.ts';
import { TABLE_NAME, type TestDynamoDb } from './dynamodb.ts';
import { memoryBucket } from './memory-bucket.ts';
import { runRecord, TIME } from './records.ts';

/** Epoch milliseconds of the first claim, and the end of its lease. */
export const NOW = Date.parse(TIME);
export const LEASE = NOW + 60_000;

export const STARTED: StepRecord = { status: 'running', attempt: 1, startedAt: TIME, input: { id: 1 } };
export const ENDED: StepRecord = {
  status: 'completed',
  attempt: 1,
  startedAt: TIME,
  completedAt: TIME,
  duration: 12,
  input: { id: 1 },
  output: [{ id: 7 }],
  credential: 'cred_1#3',
};

/** A run store on the engine, with one workspace of its own. */
export function runStoreUnderTest(dynamodb: TestDynamoDb) {
  const tenantId = testId('ws');
  const bucket = memoryBucket();
  const runs = createRunStore({ table: dynamodb.table, bucket });
  const started = () => changeOf({ tenantId, action: 'execution.started', event: 'execution.started' });

  const create = async (over: Partial<Run> = {}): Promise<Run> => {
    const run = runRecord({ tenantId, ...over });
    await runs.create(run, started());
    return run;
  };
  type Claim = Parameters<typeof runs.claim>[0];
  /** Reads the run and takes it. */
  const claim = async (run: Run, at: Partial<Claim> = {}) => {
    const read = (await runs.get(tenantId, run.id)) ?? run;
    const owner = `owner-${serial()}`;
    return runs.claim({
      run: read,
      owner,
      claimId: `claim-${serial()}`,
      now: NOW,
      leaseUntil: LEASE,
      steps: {},
      ...at,
    });
  };
  /** A run that a worker holds with fence 1. */
  const claimed = async (over: Partial<Run> = {}): Promise<Run> => {
    const run = await create(over);
    await claim(run);
    return run;
  };
  const commit = (run: Run, over: Partial<Boundary> = {}) =>
    runs.commit({
      tenantId,
      runId: run.id,
      fence: 1,
      steps: {},
      at: '2025-01-01T00:00:05.000Z',
      leaseUntil: LEASE + 5_000,
      events: [],
      ...over,
    });
  /** What another part of the product does to the run item. */
  const set = (run: Run, name: 'status', value: string) =>
    dynamodb.documents.send(
      new UpdateCommand({
        TableName: TABLE_NAME,
        Key: { ...runKey({ tenantId, runId: run.id }) },
        UpdateExpression: 'SET #name = :value',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':value': value },
      }),
    );
  const get = (run: Run) => runs.get(tenantId, run.id);
  return { tenantId, bucket, runs, started, create, claim, claimed, commit, set, get };
}
