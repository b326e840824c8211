import { connectionOpener } from '../../shared/calls/open-connection.ts';
import type { StepRecord } from '../../shared/domain/run.ts';
import { DEFAULT_TIMEOUT_SECONDS, leavesOf, type Step } from '../../shared/domain/workflow.ts';
import { advance, type Journal, type Occurrence } from '../../shared/engine/advance.ts';
import { scopeOf } from '../../shared/engine/frame.ts';
import { recover } from '../../shared/engine/recover.ts';
import { changeTeller } from '../../shared/engine/tell-changes.ts';
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
import { approvalSteps, fittingEntries } from './approvals-of.ts';
import { boundary, lastBoundary } from './boundaries.ts';
import { performStep, type StepPorts } from './perform-step.ts';

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

/** What the state machine does next: nothing more, another invocation at once, or one when `until` (ISO 8601) has come. */
export type RunResult =
  | { readonly next: 'done' | 'continue' }
  | { readonly next: 'hold'; readonly until: string };

/** A lease lasts for the longest call of the workflow and these for clocks that differ and for writing. */
const LEASE_MARGIN_MS = 30_000;

/** With less time than the longest call takes, and these, no further step is started: another invocation goes on. */
const HANDOVER_MARGIN_MS = 15_000;

/** A worker waits so long by itself; a longer wait costs less in a machine. */
const SHORT_WAIT_MS = 5_000;

/** So long a call may wait for the limit of its API: together with the call it stays within the lease. */
const PATIENCE_MS = LEASE_MARGIN_MS - 5_000;
/** Left for writing the outcome. */
const WRITING_MS = 5_000;

/**
 * Runs a workflow until it ends, stops or needs another invocation. The journal is the truth: it is read once, when the
 * lease is taken; every boundary then writes the outcomes of what finished together with the start of what is next,
 * and nothing is performed whose start was not written.
 */
export async function runWorkflow(invocation: Invocation): Promise<RunResult> {
  const { tenantId, ports } = invocation;
  const gate = createUpstreamGate({ ...ports, tenantId, store: ports.upstreams });
  try {
    return await drive({ ...invocation, gate });
  } finally {
    await gate.flush();
  }
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

async function drive({
  tenantId,
  runId,
  owner,
  ports,
  remainingMs,
  gate,
}: Invocation & { readonly gate: UpstreamGate }): Promise<RunResult> {
  const { runs, workflows, clock } = ports;
  const now = clock.now();
  const run = await runs.claim({
    tenantId,
    runId,
    owner,
    now,
    leaseUntil: now + DEFAULT_TIMEOUT_SECONDS * 1000 + LEASE_MARGIN_MS,
  });
  if (run === undefined) return { next: 'done' };
  const version = await workflows.getVersion(tenantId, run.workflowId, run.workflowVersion);
  const steps = version?.steps ?? [];
  const longestCallMs = longestCall(steps);
  const leaseMs = longestCallMs + LEASE_MARGIN_MS;
  const open = connectionOpener({ ...ports, tenantId });
  const asking = approvalSteps(steps);

  const recovered = recover({ steps, journal: run.steps, at: new Date(now).toISOString() });
  const journal: Record<string, StepRecord> = { ...run.steps, ...recovered };
  const tell = changeTeller(run);
  const running = new Map<string, Promise<void>>();
  let unwritten: Record<string, StepRecord> = { ...recovered };

  for (;;) {
    const { settled, next } = advance({ steps, journal, input: run.input, now: clock.now() });
    Object.assign(journal, settled);
    Object.assign(unwritten, settled);
    if (next.kind !== 'proceed') {
      const written = await runs.commit(
        lastBoundary({ run, next, journal, steps: tell(unwritten, clock.now()), asking, leaseMs, ports }),
      );
      // Somebody has answered meanwhile: another worker looks again.
      return { next: written === 'moved' ? 'continue' : 'done' };
    }
    const handOver = next.start.length > 0 && remainingMs() < longestCallMs + HANDOVER_MARGIN_MS;
    const start = handOver ? [] : next.start;
    const startedAt = new Date(clock.now()).toISOString();
    for (const { key } of start) {
      const attempt = (journal[key]?.attempt ?? 0) + 1;
      unwritten[key] = journal[key] = { status: 'running', attempt, startedAt };
    }
    const { kept, rest } = fittingEntries(unwritten, asking);
    const later = Object.keys(rest);
    const idle = start.length === 0 && running.size === 0 && later.length === 0;
    const waitMs = next.wakeAt === undefined ? undefined : Math.max(0, next.wakeAt - clock.now());
    const leave = idle && (handOver || waitMs === undefined || waitMs > SHORT_WAIT_MS);
    if (Object.keys(unwritten).length > 0 || leave) {
      // What ends while this is being written belongs to the next boundary.
      unwritten = rest;
      const written = await runs.commit({
        ...boundary({ run, steps: tell(kept, clock.now()), asking, leaseMs, ports }),
        // Whoever goes on belongs to another execution: it may take the run at once.
        ...(leave ? { leaseUntil: 0 } : {}),
        ...(leave && !handOver ? { wakeAt: next.wakeAt ?? null, interventions: run.interventions ?? 0 } : {}),
        busy: running.size > 0,
      });
      if (written !== 'continue') {
        // What had to wait for the next boundary follows from the journal.
        for (const key of later) delete unwritten[key];
        await Promise.all(running.values());
        // What was under way has ended meanwhile; its outcome is recorded, and nothing follows from it.
        const last =
          Object.keys(unwritten).length === 0
            ? written
            : await runs.commit({
                ...boundary({ run, steps: tell(unwritten, clock.now()), asking, leaseMs, ports }),
                leaseUntil: 0,
              });
        return { next: last === 'stopped' ? 'done' : 'continue' };
      }
    }
    if (leave) return whatFollows({ handOver, wakeAt: next.wakeAt });
    for (const occurrence of start) running.set(occurrence.key, perform(occurrence));
    if (Object.keys(unwritten).length === 0) {
      await Promise.race([...running.values(), ...(waitMs === undefined ? [] : [ports.sleep(waitMs)])]);
    }
  }

  async function perform(occurrence: Occurrence): Promise<void> {
    const { key, frame } = occurrence;
    const started = startedRecord(journal, key);
    const scope = scopeOf({ frame, journal, input: run?.input ?? null });
    const startBy = clock.now() + Math.min(PATIENCE_MS, remainingMs() - longestCallMs - WRITING_MS);
    const userId = run?.startedBy ?? '';
    const record = await performStep({
      occurrence,
      started,
      scope,
      runId,
      userId,
      startBy,
      open,
      gate,
      ports,
    });
    journal[key] = record;
    unwritten[key] = record;
    running.delete(key);
  }
}

function whatFollows({ handOver, wakeAt }: { handOver: boolean; wakeAt: number | undefined }): RunResult {
  if (handOver) return { next: 'continue' };
  return wakeAt === undefined ? { next: 'done' } : { next: 'hold', until: new Date(wakeAt).toISOString() };
}

function startedRecord(journal: Journal, key: string): StepRecord {
  const record = journal[key];
  if (record === undefined) throw new Error(`${key} was performed before it was started.`);
  return record;
}

/** Milliseconds that one call of the workflow may take at most. */
function longestCall(steps: readonly Step[]): number {
  const seconds = leavesOf(steps).map((step) => (step.type === 'api_call' ? step.timeoutSeconds : undefined));
  return Math.max(...seconds.map((given) => given ?? 0), DEFAULT_TIMEOUT_SECONDS) * 1000;
}
