import { isFinished, type Run } from '../../shared/domain/run.ts';
import type { Clock, RunStarter } from '../../shared/ports.ts';

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
    }): Promise<Pick<Run, 'status' | 'leaseUntil' | 'wakeAt'> | undefined>;
  };
  starter: RunStarter;
  clock: Clock;
}): Promise<void> {
  const run = await runs.get({ tenantId, runId });
  if (run === undefined || isFinished(run.status) || run.status === 'paused') return;
  const restsUntil = Math.max(run.leaseUntil, run.wakeAt ?? 0);
  if (restsUntil <= clock.now()) await starter.start({ tenantId, runId });
  await starter.arm({ tenantId, runId, delaySeconds: WATCH_AGAIN_SECONDS });
}
