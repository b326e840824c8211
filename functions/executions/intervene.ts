import { AppError } from '../../shared/domain/errors.ts';
import type { Run } from '../../shared/domain/run.ts';
import type { RunStore } from '../../shared/ports.ts';
import { findRun } from './find-run.ts';

/** A run moves while it is looked at: so often it is read again. */
const ATTEMPTS = 5;

/** Reads the run, acts on what it is, and reads it again where it has moved meanwhile. */
export async function intervene<T>({
  runs,
  tenantId,
  id,
  act,
}: {
  runs: RunStore;
  tenantId: string;
  id: string;
  act: (run: Run) => Promise<T>;
}): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const run = await findRun({ runs, tenantId, id });
    try {
      return await act(run);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'CONFLICT' || attempt === ATTEMPTS) throw error;
    }
  }
}

/** The number of the next event of a run that tells of an intervention. */
export function nextSequence({ interventions = 0 }: Run): number {
  return interventions + 1;
}
