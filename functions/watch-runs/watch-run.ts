import { isFinished, waitsInLine, type Run } from '../../shared/domain/run.ts';
import type { Clock, RunStarter, WorkflowLines, WorkflowStore } from '../../shared/ports.ts';
import { advanceLine } from '../../shared/runs/advance-line.ts';

/** How long after a look the next one follows. */
const WATCH_AGAIN_SECONDS = 120;

/**
 * Looks after one run: nothing to do where it has ended (or was never written); where no worker's lease is alive, and nothing has
 * to be waited for, the machine is started again; either way it is looked at again until it has ended. A paused run is left to its pause.
 */
export async function watchRun({
  tenantId,
  runId,
  runs,
  lines,
  workflows,
  starter,
  clock,
}: {
  tenantId: string;
  runId: string;
  /** Heads of runs; the journal is not needed here. */
  runs: {
    get(run: {
      tenantId: string;
      runId: string;
    }): Promise<Pick<Run, 'status' | 'leaseUntil' | 'wakeAt' | 'workflowId'> | undefined>;
  };
  lines: WorkflowLines;
  workflows: Pick<WorkflowStore, 'get'>;
  starter: RunStarter;
  clock: Clock;
}): Promise<void> {
  const run = await runs.get({ tenantId, runId });
  if (run === undefined || isFinished(run.status) || run.status === 'paused') return;
  if (waitsInLine(run)) {
    // Told of no end for two minutes: whether one was missed.
    const of = { tenantId, workflowId: run.workflowId };
    await lines.sweep(of);
    await advanceLine({ ...of, ports: { lines, workflows, starter } });
    await starter.arm({ tenantId, runId, delaySeconds: WATCH_AGAIN_SECONDS });
    return;
  }
  const restsUntil = Math.max(run.leaseUntil, run.wakeAt ?? 0);
  if (restsUntil <= clock.now()) await starter.start({ tenantId, runId });
  await starter.arm({ tenantId, runId, delaySeconds: WATCH_AGAIN_SECONDS });
}
