import { connectionOpener } from '../../shared/calls/open-connection.ts';
import type { RunError } from '../../shared/domain/run.ts';
import type {
  ConnectionStore,
  CredentialStore,
  Ids,
  RunStore,
  UpstreamStore,
  UsageStore,
  Vault,
  WorkflowStore,
} from '../../shared/ports.ts';
import { createUpstreamGate, type UpstreamGate } from '../../shared/upstream/upstream-gate.ts';
import { driveRun } from './drive-run.ts';
import type { RunResult } from './drive.ts';
import type { StepPorts } from './perform-step.ts';

export interface RunPorts extends StepPorts {
  readonly runs: RunStore;
  readonly workflows: Pick<WorkflowStore, 'getVersion'>;
  readonly connections: Pick<ConnectionStore, 'get' | 'touch'>;
  readonly credentials: Pick<CredentialStore, 'getSealed'>;
  readonly vault: Pick<Vault, 'open'>;
  readonly upstreams: UpstreamStore;
  readonly usage: Pick<UsageStore, 'add'>;
  readonly ids: Ids;
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
}

interface Invocation {
  readonly tenantId: string;
  readonly runId: string;
  /** The execution of the machine that started this worker: when it starts it again, the earlier one is dead. */
  readonly owner: string;
  readonly ports: RunPorts;
  /** Milliseconds that this invocation has left. */
  readonly remainingMs: () => number;
}

/** A run that others take or touch between reading and claiming is read again so often. */
const READS = 5;

const VERSION_GONE: RunError = {
  code: 'WORKFLOW_EXECUTION_FAILED',
  message: 'The version of the workflow that this execution runs is not there any more.',
};

/**
 * Runs a workflow until it ends, stops or needs another invocation. The journal is the truth: it is read once; the lease
 * is taken together with the start of what is first; every boundary then writes the outcomes of what finished together
 * with the start of what is next, and nothing is performed whose start was not written.
 */
export async function runWorkflow(invocation: Invocation): Promise<RunResult> {
  const { tenantId, ports } = invocation;
  const gate = createUpstreamGate({ ...ports, tenantId, store: ports.upstreams });
  try {
    for (let read = 1; read <= READS; read += 1) {
      const result = await readAndDrive({ ...invocation, gate });
      if (result !== 'moved') return result;
    }
    return { next: 'continue' };
  } finally {
    await gate.flush();
  }
}

async function readAndDrive({
  tenantId,
  runId,
  owner,
  ports,
  remainingMs,
  gate,
}: Invocation & { readonly gate: UpstreamGate }): Promise<RunResult | 'moved'> {
  const { runs, workflows } = ports;
  const run = await runs.get(tenantId, runId);
  if (run === undefined || (run.status !== 'pending' && run.status !== 'running')) return { next: 'done' };
  const version = await workflows.getVersion(tenantId, run.workflowId, run.workflowVersion);
  return driveRun({
    run,
    steps: version?.steps ?? [],
    ...(version === undefined ? { refused: VERSION_GONE } : {}),
    owner,
    open: connectionOpener({ ...ports, tenantId }),
    gate,
    ports,
    remainingMs,
  });
}
