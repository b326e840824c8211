import { performance } from 'node:perf_hooks';
import { runWorkflow, type RunPorts } from '../../functions/run-workflow/run-workflow.ts';
import { createUpstreamStore } from '../../shared/aws/upstream-store.ts';
import { createUsageStore } from '../../shared/aws/usage-store.ts';
import type { Step } from '../../shared/domain/workflow.ts';
import type { Egress, RunStore } from '../../shared/ports.ts';
import type { TestDynamoDb } from './dynamodb.ts';
import { connectionRecord, TIME } from './records.ts';
import { LEASE, NOW, runStoreUnderTest } from './run-store-under-test.ts';

/** A call of a step to an upstream that answers with its own path; `POST` unless a method is given. */
export function callStep(id: string, method: 'GET' | 'POST' = 'POST'): Step {
  return {
    id,
    name: id,
    type: 'api_call',
    apiConnectionId: 'conn_open',
    method,
    endpoint: `/${id}`,
    parameters: {},
    effect: method === 'GET' ? 'read' : 'write',
    binding: { baseUrl: 'https://api.example.com', specHash: '', parameters: [] },
  };
}

/** Steps side by side, each in a branch of its own. */
export function sideBySide(id: string, ...steps: Step[]): Step {
  const branches = steps.map((step) => ({ steps: step.type === 'parallel' ? [] : [step] }));
  return { id, name: id, type: 'parallel', branches, effect: 'write' };
}

/** The runner on the real store, with an upstream of the test's own and a clock that the test moves. */
export function runnerUnderTest(
  dynamodb: TestDynamoDb,
  steps: readonly Step[],
  answer: Egress['request'] = ok,
) {
  const store = runStoreUnderTest(dynamodb);
  const sent: { path: string; key: string | undefined }[] = [];
  let now = NOW;
  const egress: Egress = {
    async request(request) {
      sent.push({ path: new URL(request.url).pathname, key: request.headers?.['idempotency-key'] });
      return answer(request);
    },
  };
  const connection = {
    ...connectionRecord({ tenantId: store.tenantId }),
    id: 'conn_open',
    baseUrl: 'https://api.example.com',
    auth: { type: 'none' } as const,
  };
  const ports = (runs: RunStore): RunPorts => ({
    runs,
    workflows: {
      getVersion: async () => ({
        workflowId: 'wf_1',
        version: 1,
        steps,
        planHash: '',
        createdAt: TIME,
        createdBy: 'u',
      }),
    },
    connections: { get: async () => connection, touch: async () => undefined },
    credentials: { getSealed: async () => undefined },
    vault: { open: never },
    egress,
    expressions: { evaluate: async () => null },
    upstreams: createUpstreamStore({ table: dynamodb.table, clock: { now: () => now } }),
    usage: createUsageStore({ table: dynamodb.table }),
    clock: { now: () => now },
    random: () => 0,
    sleep: async (ms) => {
      now += ms;
    },
    ids: { next: (kind) => `${kind}_${performance.now()}`, uuid: () => `uuid-${performance.now()}` },
    log: { info: ignore, warn: ignore, error: ignore },
  });
  return {
    ...store,
    sent,
    /** One invocation of the worker; `runs` may be a store that fails. */
    invoke: (
      runId: string,
      options: { runs?: RunStore; owner?: string; remainingMs?: number; ports?: Partial<RunPorts> } = {},
    ) =>
      runWorkflow({
        tenantId: store.tenantId,
        runId,
        owner: options.owner ?? 'execution-1',
        ports: { ...ports(options.runs ?? store.runs), ...options.ports },
        remainingMs: () => options.remainingMs ?? 200_000,
      }),
    /** Lets so many milliseconds pass. */
    pass: (ms: number) => void (now += ms),
    /** Lets every lease that is held now run out. */
    passLease: () => {
      now += LEASE - NOW + 1;
    },
  };
}

const ignore = (): void => undefined;
const never = (): never => {
  throw new Error('This run needs no credential.');
};
const ok: Egress['request'] = async ({ url }) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ at: new URL(url).pathname })),
  url,
});
