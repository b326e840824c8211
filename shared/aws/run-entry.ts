import { AppError } from '../domain/errors.ts';
import { WAITS_IN_LINE, type Run } from '../domain/run.ts';
import type { Concurrency } from '../domain/workflow.ts';
import type { Change, RunStore } from '../ports.ts';
import type { Bucket } from './bucket.ts';
import { joinLine, takePlace } from './line-rows.ts';
import { createWorkflowLines } from './workflow-lines.ts';
import { insertRun } from './run-insert.ts';
import type { TableClient } from './table-operations.ts';
import { waitingKey } from './table-line-keys.ts';

class NoPlace extends Error {}

/**
 * Creates a run of a workflow with a limit; see `RunStore.enter`. The place is taken, or the line is joined, in the
 * transaction that writes the run: so the places that are taken are those of runs that exist, whatever crashes.
 */
export async function enterRun(
  { table, bucket }: { table: TableClient; bucket: Bucket },
  { run, concurrency: { limit, whenFull } }: { run: Run; concurrency: Concurrency },
  change: Change,
): ReturnType<RunStore['enter']> {
  const at = { table, bucket };
  const lines = createWorkflowLines({ table });
  for (const isLast of [false, true]) {
    try {
      const place = { ...takePlace(run, limit), refused: () => new NoPlace() };
      return await insertRun(at, { run, change, also: [place] });
    } catch (error) {
      if (!(error instanceof NoPlace)) throw error;
    }
    // An end that nobody was told of holds its place: look before anybody is turned away.
    if (isLast || (await lines.sweep(run)) === 0) break;
  }
  if (whenFull === 'skip') throw busy(limit);
  const waiting: Run = { ...run, wakeAt: WAITS_IN_LINE };
  const row = { put: { ...waitingKey(run), runId: run.id } };
  return insertRun(at, { run: waiting, change, also: [row, joinLine(run)] });
}

function busy(limit: number): AppError {
  const many = limit === 1 ? 'one execution is' : `${limit} executions are`;
  return new AppError('WORKFLOW_BUSY', `At its limit of concurrency: ${many} under way.`);
}
