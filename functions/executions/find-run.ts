import { AppError } from '../../shared/domain/errors.ts';
import type { Run } from '../../shared/domain/run.ts';
import type { RunStore } from '../../shared/ports.ts';

/** The run of this workspace, or EXECUTION_NOT_FOUND. */
export async function findRun({
  runs,
  tenantId,
  id,
}: {
  runs: RunStore;
  tenantId: string;
  id: string;
}): Promise<Run> {
  const run = await runs.get(tenantId, id);
  if (run === undefined) throw new AppError('EXECUTION_NOT_FOUND');
  return run;
}
