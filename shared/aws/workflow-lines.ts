import { isFinished, RUN_STATUSES } from '../domain/run.ts';
import type { WorkflowLines } from '../ports.ts';
import { freePlaces, leaveLine, lineOf, moveUp } from './line-rows.ts';
import { lineKey, waitingPrefix, type WorkflowRef } from './table-line-keys.ts';
import type { Item, TableClient } from './table-operations.ts';
import { runKey, tenantPartition, type ItemKey } from './table.ts';

/** Nobody else has taken it out of the line. */
const STANDS_IN_LINE = 'attribute_exists(pk)';
/** Nobody has cancelled, paused or resumed it meanwhile. */
const STILL_PENDING = '#status = :pending';

class Full extends Error {}
class Gone extends Error {}
class NotPending extends Error {}

/** The lines of workflows with a limit of concurrency, in the table. */
export function createWorkflowLines({ table }: { table: TableClient }): WorkflowLines {
  const first = async ({ tenantId, workflowId }: WorkflowRef): Promise<Item | undefined> => {
    const partition = tenantPartition(tenantId);
    const [row] = await table.query({ partition, prefix: waitingPrefix(workflowId), limit: 1 });
    return row;
  };
  const lines: WorkflowLines = {
    look: async (of) => lineOf(await table.get(lineKey(of))),
    async free(of, runIds) {
      if (runIds.length > 0) await table.update(freePlaces(of, runIds));
    },
    async sweep(of) {
      const { running } = lineOf(await table.get(lineKey(of)));
      const keys = running.map((runId) => runKey({ tenantId: of.tenantId, runId }));
      const items = new Map((await table.getMany(keys)).map((item) => [String(item['id']), item]));
      const ended = running.filter((runId) => hasEnded(items.get(runId)));
      await lines.free(of, ended);
      return ended.length;
    },
    async advance(of, limit) {
      const admitted: string[] = [];
      for (let row = await first(of); row !== undefined; row = await first(of)) {
        const runId = String(row['runId']);
        const key = { pk: String(row['pk']), sk: String(row['sk']) };
        const moved = await admit({ table, of, key, runId, limit });
        if (moved === 'full') break;
        if (moved === 'admitted') admitted.push(runId);
      }
      return admitted;
    },
  };
  return lines;
}

function hasEnded(run: Item | undefined): boolean {
  const status = RUN_STATUSES.find((known) => known === run?.['status']);
  return status === undefined || isFinished(status);
}

/** Gives the first in line a place, and its run leave to begin, in one transaction. */
async function admit({
  table,
  of,
  key,
  runId,
  limit,
}: {
  table: TableClient;
  of: WorkflowRef;
  key: ItemKey;
  runId: string;
  limit: number | undefined;
}): Promise<'admitted' | 'passed' | 'full'> {
  const out = { delete: key, condition: STANDS_IN_LINE, refused: () => new Gone() };
  try {
    await table.transact([
      out,
      {
        key: runKey({ tenantId: of.tenantId, runId }),
        update: 'SET wakeAt = :now',
        condition: STILL_PENDING,
        names: { '#status': 'status' },
        values: { ':now': 0, ':pending': 'pending' },
        refused: () => new NotPending(),
      },
      { ...moveUp(of, runId, limit), refused: () => new Full() },
    ]);
    return 'admitted';
  } catch (error) {
    if (error instanceof Gone) return 'passed';
    if (error instanceof Full) return 'full';
    if (!(error instanceof NotPending)) throw error;
  }
  // A person has decided about it: it waits no more.
  await table.transact([out, leaveLine(of)]).catch((error: unknown) => {
    if (!(error instanceof Gone)) throw error;
  });
  return 'passed';
}
