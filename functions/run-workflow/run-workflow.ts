import { connectionOpener } from '../../shared/calls/open-connection.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import type { Run, StepRecord } from '../../shared/domain/run.ts';
import type { LeafStep } from '../../shared/domain/workflow.ts';
import { advance, outputsOf, type Decision } from '../../shared/engine/advance.ts';
import { recover } from '../../shared/engine/recover.ts';
import type {
  Boundary,
  ConnectionStore,
  CredentialStore,
  Ids,
  RunStore,
  Vault,
  WorkflowStore,
} from '../../shared/ports.ts';
import { performStep, type StepPorts } from './perform-step.ts';

export interface RunPorts extends StepPorts {
  readonly runs: RunStore;
  readonly workflows: Pick<WorkflowStore, 'getVersion'>;
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly credentials: Pick<CredentialStore, 'getSealed'>;
  readonly vault: Pick<Vault, 'open'>;
  readonly ids: Ids;
}

/** What the state machine does next: nothing more, or another invocation for a run that needs more time. */
export interface RunResult {
  readonly next: 'done' | 'continue';
}

/** Longer than the longest step may take, and some seconds for clocks that differ. */
const LEASE_MS = 60_000;

/** With less time than this left, no further step is started: another invocation goes on. */
const HANDOVER_MS = 45_000;

/**
 * Runs a workflow until it ends, stops or needs another invocation. The journal is the truth: it is read once, when the
 * lease is taken; every boundary then writes the outcomes of what finished together with the start of what is next,
 * and nothing is performed whose start was not written.
 */
export async function runWorkflow({
  tenantId,
  runId,
  owner,
  ports,
  remainingMs,
}: {
  tenantId: string;
  runId: string;
  /** The execution of the machine that started this worker: when it starts it again, the earlier one is dead. */
  owner: string;
  ports: RunPorts;
  /** Milliseconds that this invocation has left. */
  remainingMs: () => number;
}): Promise<RunResult> {
  const { runs, workflows, clock } = ports;
  const now = clock.now();
  const run = await runs.claim({ tenantId, runId, owner, now, leaseUntil: now + LEASE_MS });
  if (run === undefined) return { next: 'done' };
  const version = await workflows.getVersion(tenantId, run.workflowId, run.workflowVersion);
  const steps = version?.steps ?? [];
  const open = connectionOpener({ ...ports, tenantId });

  const recovered = recover({ steps, journal: run.steps, at: new Date(now).toISOString() });
  const journal: Record<string, StepRecord> = { ...run.steps, ...recovered };
  const running = new Map<string, Promise<void>>();
  let unwritten: Record<string, StepRecord> = { ...recovered };

  for (;;) {
    const decision = advance({ steps, journal });
    if (decision.kind !== 'proceed') {
      await runs.commit(lastBoundary({ run, decision, steps: unwritten, ports }));
      return { next: 'done' };
    }
    const handOver = decision.start.length > 0 && remainingMs() < HANDOVER_MS;
    const start = handOver ? [] : decision.start;
    const startedAt = new Date(clock.now()).toISOString();
    for (const step of start) {
      const attempt = (journal[step.id]?.attempt ?? 0) + 1;
      unwritten[step.id] = journal[step.id] = { status: 'running', attempt, startedAt };
    }
    if (Object.keys(unwritten).length > 0) {
      // What ends while this is being written belongs to the next boundary.
      const batch = unwritten;
      unwritten = {};
      const written = await runs.commit(boundary({ run, steps: batch, ports }));
      if (written === 'stopped') {
        await Promise.all(running.values());
        // What was under way has ended meanwhile; its outcome is recorded, and nothing follows from it.
        if (Object.keys(unwritten).length > 0) await runs.commit(boundary({ run, steps: unwritten, ports }));
        return { next: 'done' };
      }
    }
    for (const step of start) running.set(step.id, perform(step));
    if (handOver && running.size === 0) {
      // The next invocation belongs to another execution: it may take the run at once.
      await runs.commit({ ...boundary({ run, steps: {}, ports }), leaseUntil: 0 });
      return { next: 'continue' };
    }
    if (Object.keys(unwritten).length === 0) await Promise.race(running.values());
  }

  async function perform(step: LeafStep): Promise<void> {
    const started = startedRecord(journal, step);
    const scope = { input: run?.input ?? null, steps: outputsOf(journal) };
    const record = await performStep({ step, started, scope, runId, open, ports });
    journal[step.id] = record;
    unwritten[step.id] = record;
    running.delete(step.id);
  }
}

function startedRecord(journal: Readonly<Record<string, StepRecord>>, step: LeafStep): StepRecord {
  const record = journal[step.id];
  if (record === undefined) throw new Error(`Step ${step.id} was performed before it was started.`);
  return record;
}

function boundary({
  run,
  steps,
  ports: { clock },
}: {
  run: Run;
  steps: Readonly<Record<string, StepRecord>>;
  ports: RunPorts;
}): Boundary {
  const now = clock.now();
  return {
    tenantId: run.tenantId,
    runId: run.id,
    fence: run.fence,
    steps,
    at: new Date(now).toISOString(),
    leaseUntil: now + LEASE_MS,
    events: [],
  };
}

function lastBoundary({
  run,
  decision,
  steps,
  ports,
}: {
  run: Run;
  decision: Exclude<Decision, { kind: 'proceed' }>;
  steps: Readonly<Record<string, StepRecord>>;
  ports: RunPorts;
}): Boundary {
  const plain = boundary({ run, steps, ports });
  const completed = decision.kind === 'complete';
  const event: DomainEvent = {
    id: ports.ids.next('event'),
    type: completed ? 'execution.completed' : 'execution.failed',
    tenantId: run.tenantId,
    runId: run.id,
    sequence: 1,
    time: plain.at,
    data: {
      executionId: run.id,
      workflowId: run.workflowId,
      version: run.workflowVersion,
      ...(completed ? {} : { code: decision.error.code }),
    },
  };
  return {
    ...plain,
    finish: completed
      ? { status: 'completed', output: decision.output }
      : { status: 'failed', error: decision.error },
    events: [event],
  };
}
