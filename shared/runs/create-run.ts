import { WATCH_AFTER_SECONDS, waitsInLine, type Run } from '../domain/run.ts';
import type { Workflow } from '../domain/workflow.ts';
import type { Change, RunStarter, RunStore, WorkflowLines } from '../ports.ts';

export interface CreatePorts {
  readonly runs: Pick<RunStore, 'create' | 'enter'>;
  readonly lines: Pick<WorkflowLines, 'advance'>;
  readonly starter: RunStarter;
}

/**
 * Writes a run and lets it begin, within the workflow's limit of concurrency. The watchdog is armed before the run is
 * written, and the machine is started after: wherever this stops, either nothing was written or somebody looks after the run.
 */
export async function createRun({
  run,
  workflow,
  change,
  checkExisting = () => {},
  ports: { runs, lines, starter },
}: {
  readonly run: Run;
  /** Undefined where it is gone: a retry needs its version alone. */
  readonly workflow: Pick<Workflow, 'concurrency'> | undefined;
  readonly change: Change;
  /** May refuse to go on with a run that was there before. */
  readonly checkExisting?: (run: Run) => void;
  readonly ports: CreatePorts;
}): Promise<{ readonly created: boolean; readonly run: Run }> {
  const { id: runId, tenantId, workflowId } = run;
  const concurrency = workflow?.concurrency;
  await starter.arm({ tenantId, runId, delaySeconds: WATCH_AFTER_SECONDS });
  const answer =
    concurrency === undefined
      ? await runs.create(run, change)
      : await runs.enter({ run, concurrency }, change);
  if (!answer.created) checkExisting(answer.run);
  if (waitsInLine(answer.run)) {
    // Whoever had the last place may have left while this one joined the line, and looked in vain.
    const admitted = await lines.advance({ tenantId, workflowId }, concurrency?.limit);
    for (const each of admitted) await starter.start({ tenantId, runId: each });
  } else if (answer.run.status === 'pending') await starter.start({ tenantId, runId });
  return answer;
}
