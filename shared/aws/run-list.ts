import { runCursor } from '../domain/run-cursor.ts';
import type { Run } from '../domain/run.ts';
import type { Page, RunQuery } from '../ports.ts';
import { sliceOf } from './page-of.ts';
import { partialRunOf } from './run-rows.ts';
import type { Item, TableClient } from './table-operations.ts';
import {
  runOfSortKey,
  runSortKey,
  workflowRunsPartition,
  workspaceRunsPartition,
} from './table-run-indexes.ts';
import { GSI1, GSI2, workflowKey, type ItemKey } from './table.ts';

/** So many of the newest runs are looked through and counted; behind them a cursor goes on. */
const LOOKED_THROUGH = 500;

/** Behind every time in a key. */
const END_OF_TIME = 'RUN#~';

/** A run in an index. */
interface Place extends ItemKey {
  readonly sortKey: string;
}

/** Runs of a workspace or of one workflow, newest first, with small journal entries alone. */
export async function listRuns(table: TableClient, request: RunQuery): Promise<Page<Run>> {
  const { limit, status, trigger } = request;
  const page = request.after === undefined ? request.page : 1;
  const window = Math.max(LOOKED_THROUGH, page * limit);
  const [places, counted] = await Promise.all([
    newest(table, request, window + 1),
    countedRuns(table, request),
  ]);
  const seen = places.slice(0, window);
  const beyond = places.length > window;
  if (status === undefined && trigger === undefined) {
    const items = await readRuns(table, sliceOf({ page, limit }, seen));
    // The workflow's counter is written after the run, so it may lag behind what was seen.
    return pageOfRuns({
      items,
      total: Math.max(counted, seen.length),
      more: beyond || seen.length > page * limit,
    });
  }
  const found = (await readRuns(table, seen)).filter((run) => fits(run, request));
  const items = sliceOf({ page, limit }, found);
  const onPages = found.length > page * limit;
  const last = seen.at(-1);
  // Where no more is found among those that were looked through, the next look begins behind them.
  const rest = !onPages && beyond && last !== undefined ? { nextCursor: cursorAt(last) } : {};
  return { ...pageOfRuns({ items, total: found.length, more: onPages }), ...rest };
}

function fits(run: Run, { status, trigger }: RunQuery): boolean {
  return (
    (status === undefined || run.status === status) &&
    (trigger === undefined || (run.trigger ?? 'manual') === trigger)
  );
}

function pageOfRuns({
  items,
  total,
  more,
}: {
  items: readonly Run[];
  total: number;
  more: boolean;
}): Page<Run> {
  const last = items.at(-1);
  return { items, total, ...(more && last !== undefined ? { nextCursor: runCursor(last) } : {}) };
}

/** How many runs the workflow has had, where all of them are asked for; else 0. */
async function countedRuns(table: TableClient, request: RunQuery): Promise<number> {
  const { tenantId, workflowId, status, trigger, from, to, after } = request;
  if (workflowId === undefined || [status, trigger, from, to, after].some((given) => given !== undefined))
    return 0;
  const workflow = await table.get(workflowKey({ tenantId, id: workflowId }));
  return Number(workflow?.['executionCount'] ?? 0);
}

async function newest(
  table: TableClient,
  { tenantId, workflowId, from, to, after }: RunQuery,
  limit: number,
): Promise<readonly Place[]> {
  const index = workflowId === undefined ? GSI2 : GSI1;
  const bound = after === undefined ? undefined : runSortKey({ ...after, runId: after.id });
  const end = to === undefined ? END_OF_TIME : runSortKey({ createdAt: to });
  const items = await table.query({
    index: index.indexName,
    partition:
      workflowId === undefined
        ? workspaceRunsPartition(tenantId)
        : workflowRunsPartition({ tenantId, workflowId }),
    between: [
      from === undefined ? 'RUN#' : runSortKey({ createdAt: from }),
      bound !== undefined && bound < end ? bound : end,
    ],
    newestFirst: true,
    // A bound belongs to the range, and the run at the cursor was shown already.
    limit: bound === undefined ? limit : limit + 1,
  });
  return items
    .map((item) => ({
      pk: String(item['pk']),
      sk: String(item['sk']),
      sortKey: String(item[index.sortKey]),
    }))
    .filter(({ sortKey }) => sortKey !== bound);
}

/** The index decides what is listed; the items, read consistently, what is shown. */
async function readRuns(table: TableClient, places: readonly Place[]): Promise<readonly Run[]> {
  const items = new Map<string, Item>();
  for (const item of await table.getMany(places.map(({ pk, sk }) => ({ pk, sk })))) {
    items.set(String(item['pk']), item);
  }
  return places.flatMap(({ pk }) => {
    const item = items.get(pk);
    return item === undefined ? [] : [partialRunOf(item).run];
  });
}

/** A cursor behind a run that was looked at and may not have been read. */
function cursorAt({ sortKey }: Place): string {
  const { createdAt, runId } = runOfSortKey(sortKey);
  return runCursor({ createdAt, id: runId });
}
