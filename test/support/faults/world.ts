import { runWorkflow, type RunPorts } from '../../../functions/run-workflow/run-workflow.ts';
import { watchRun } from '../../../functions/watch-runs/watch-run.ts';
import { createRunHeads } from '../../../shared/aws/run-heads.ts';
import { createRunStore } from '../../../shared/aws/run-store.ts';
import { createUpstreamStore } from '../../../shared/aws/upstream-store.ts';
import { createUsageStore } from '../../../shared/aws/usage-store.ts';
import { createWorkflowLines } from '../../../shared/aws/workflow-lines.ts';
import { createWorkflowStore } from '../../../shared/aws/workflow-store.ts';
import { createVault } from '../../../shared/aws/vault.ts';
import { credentialContext } from '../../../shared/domain/credential-context.ts';
import { AppError } from '../../../shared/domain/errors.ts';
import { isFinished, type Run } from '../../../shared/domain/run.ts';
import { Secret } from '../../../shared/domain/secret.ts';
import type { Step } from '../../../shared/domain/workflow.ts';
import type { Egress, Expressions } from '../../../shared/ports.ts';
import { randomBytes } from 'node:crypto';
import { changeOf, serial, testId } from '../changes.ts';
import type { TestDynamoDb } from '../dynamodb.ts';
import { memoryBucket } from '../memory-bucket.ts';
import { memoryDataKeys } from '../memory-data-keys.ts';
import { connectionRecord, credentialRecord, runRecord, TIME } from '../records.ts';
import type { Behaviour, FaultyUpstream } from './faulty-upstream.ts';
import { INPUT } from './generate-workflow.ts';
import { answerOf } from './person.ts';
import type { Random } from './random.ts';
import { tableOf, workerLife, type Fault, type Operation } from './worker-life.ts';

export interface WorldParts {
  readonly dynamodb: TestDynamoDb;
  readonly upstream: FaultyUpstream;
  readonly egress: Egress;
  readonly expressions: Expressions;
}

/** How one run fares. */
export interface Fate {
  readonly random: Random;
  /** What goes wrong with the next operation of any worker. */
  readonly choose: (operation: Operation) => Fault | undefined;
  /** How the API behaves; it answers unless given. */
  readonly behave?: () => Behaviour;
  /** Chances that a message comes twice, that two come at once, and that a person steps in. */
  readonly twice: number;
  readonly atOnce: number;
  readonly steppingIn: number;
  /** Milliseconds by which clocks of workers differ at most. */
  readonly skewMs: number;
}

interface Message {
  readonly at: number;
  readonly kind: 'start' | 'watch';
}

/** So many messages and decisions must be enough for any run. */
const MOST_TURNS = 300;
const NOBODY = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Lives through one run: workers, machines, watchdog, messages and a person, with the faults of its fate. */
export async function liveThrough(parts: WorldParts, steps: readonly Step[], fate: Fate) {
  const { dynamodb, upstream, egress, expressions } = parts;
  const { random } = fate;
  const tenantId = testId('ws');
  const bucket = memoryBucket();
  const runs = createRunStore({ table: dynamodb.table, bucket });
  const watched = {
    runs: createRunHeads({ table: dynamodb.table }),
    lines: createWorkflowLines({ table: dynamodb.table }),
    workflows: createWorkflowStore({ table: dynamodb.table }),
  };
  const { connection, credentials, vaultOf } = await connected(tenantId, upstream);
  let now = Date.parse(TIME);
  let serials = 0;
  let queue: Message[] = [];
  const violations: string[] = [];

  const starter = {
    start: async () => void queue.push({ at: now + random.below(3_000), kind: 'start' }),
    arm: async ({ delaySeconds }: { delaySeconds: number }) =>
      void queue.push({ at: now + delaySeconds * 1000 + random.below(3_000), kind: 'watch' }),
  };
  const run = runRecord({ tenantId, status: 'pending', input: INPUT, steps: {}, createdAt: TIME });
  const current = async (): Promise<Run> => {
    const found = await runs.get(tenantId, run.id);
    if (found === undefined) throw new Error('The run is gone.');
    return found;
  };

  const portsOf = (): { ports: RunPorts; death: Promise<never> } => {
    const life = workerLife(fate.choose);
    const table = tableOf(dynamodb, life);
    const skew = fate.skewMs === 0 ? 0 : random.below(2 * fate.skewMs) - fate.skewMs;
    const clock = { now: () => now + skew };
    const version = {
      workflowId: run.workflowId,
      version: 1,
      steps,
      planHash: '',
      createdAt: TIME,
      createdBy: 'u',
    };
    const ports: RunPorts = {
      runs: createRunStore({ table, bucket }),
      workflows: { getVersion: () => life.perform('read', async () => version) },
      connections: { get: async () => connection, touch: async () => undefined },
      credentials,
      vault: vaultOf(life),
      upstreams: createUpstreamStore({ table, clock }),
      usage: createUsageStore({ table }),
      expressions,
      egress: {
        request: (request) =>
          life.perform('call', async () => {
            const key = request.headers?.['idempotency-key']?.slice(run.id.length + 1) ?? '';
            const { status, steps: journal } = await current();
            if (journal[key]?.status !== 'running')
              violations.push(`${key} was sent as ${journal[key]?.status}`);
            if (status !== 'running') stragglers += 1;
            return egress.request(request);
          }),
      },
      clock,
      random,
      sleep: async (ms) => void (now += ms),
      ids: { next: (kind) => `${kind}_${serial()}`, uuid: () => `uuid-${serial()}` },
      log: NOBODY,
    };
    return { ports, death: life.death };
  };
  let stragglers = 0;

  /** One execution of the machine, which starts a worker that fails again, or is lost as a whole. */
  const execute = async (): Promise<void> => {
    const owner = `execution-${(serials += 1)}`;
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const { ports, death } = portsOf();
      try {
        const work = runWorkflow({ tenantId, runId: run.id, owner, ports, remainingMs: () => 200_000 });
        const result = await Promise.race([work, death]);
        if (result.next === 'continue') await starter.start();
        if (result.next === 'hold') queue.push({ at: Date.parse(result.until), kind: 'start' });
        return;
      } catch (error) {
        const name = error instanceof AppError ? error.code : String(error);
        if (name === 'RUN_LEASE_LOST' || random.chance(0.3)) return;
        now += 1_000;
      }
    }
  };
  const deliver = async ({ kind }: Message): Promise<void> =>
    kind === 'start'
      ? execute()
      : watchRun({ tenantId, runId: run.id, ...watched, starter, clock: { now: () => now } });
  const take = (): Message[] => {
    const due = queue.filter(({ at }) => at <= now);
    const count = random.chance(fate.atOnce) ? 2 : 1;
    const taken = Array.from({ length: count }, () => due.splice(random.below(due.length), 1)).flat();
    const left = new Set(taken.filter(() => !random.chance(fate.twice)));
    queue = queue.filter((message) => !left.has(message));
    return taken;
  };

  if (fate.behave !== undefined) upstream.behave(run.id, fate.behave);
  await starter.arm({ delaySeconds: 120 });
  await runs.create(run, changeOf({ tenantId }));
  await starter.start();
  let turns = 0;
  for (; turns < MOST_TURNS; turns += 1) {
    const seen = await current();
    if (isFinished(seen.status)) break;
    const answer = answerOf({ run: seen, upstream, fate, now });
    if (answer !== undefined) {
      const change = changeOf({ tenantId });
      await runs.intervene({ run: seen, ...answer, at: new Date(now).toISOString() }, change);
      if (answer.status === 'running') await starter.arm({ delaySeconds: 120 });
      // Whoever answers may break off before the run is started.
      if (!random.chance(0.2)) await starter.start();
      continue;
    }
    const next = Math.min(...queue.map(({ at }) => at));
    if (!Number.isFinite(next)) break;
    now = Math.max(now, next);
    await Promise.all(take().map(deliver));
  }
  // What comes late finds nothing to do.
  const end = await current();
  for (const message of queue.slice(0, 3)) await deliver(message);
  return { run: end, after: await current(), tenantId, turns, violations, stragglers: () => stragglers };
}

async function connected(tenantId: string, upstream: FaultyUpstream) {
  const dataKeys = memoryDataKeys();
  const id = 'conn_open';
  const keyArn = 'arn:aws:kms:x';
  const clock = { now: () => 0 };
  const sealed = await createVault({ dataKeys, keyArn, clock, randomBytes }).seal(
    new Secret({ token: 'the-token-of-the-upstream' }),
    credentialContext({ tenantId, connectionId: id }),
  );
  const credential = { ...credentialRecord({ tenantId, connectionId: id }), sealed };
  const auth = { type: 'bearer' } as const;
  const baseUrl = upstream.url;
  const connection = connectionRecord({ tenantId, id, baseUrl, auth, credentialId: credential.metadata.id });
  return {
    connection,
    credentials: { getSealed: async () => credential },
    /** Each worker is a function of its own, with a cache of its own. */
    vaultOf: (life: ReturnType<typeof workerLife>) =>
      createVault({
        dataKeys: { ...dataKeys, decrypt: (given) => life.perform('kms', () => dataKeys.decrypt(given)) },
        keyArn,
        clock,
        randomBytes,
      }),
  };
}
