import type { Run, RunStatus } from '../domain/run.ts';
import type { Page, PageRequest } from '../ports.ts';
import { pageOf, sliceOf } from './page-of.ts';
import { partialRunOf } from './run-rows.ts';
import type { Item, TableClient } from './table-operations.ts';
import { GSI1, workflowKey, workflowRunsPartition, type ItemKey } from './table.ts';

/** With a status, so many of the newest runs are looked through. */
const LOOKED_THROUGH = 500;

/** Runs of one workflow, newest first, with small journal entries alone. */
export async function listRuns(
  table: TableClient,
  request: PageRequest & { tenantId: string; workflowId: string; status?: RunStatus },
): Promise<Page<Run>> {
  if (request.status !== undefined) {
    const runs = await readRuns(table, await newestKeys(table, request, LOOKED_THROUGH));
    const found = runs.filter((run) => run.status === request.status);
    return pageOf({ request, items: sliceOf(request, found), total: found.length });
  }
  const end = request.page * request.limit;
  const [keys, workflow] = await Promise.all([
    newestKeys(table, request, end),
    table.get(workflowKey({ tenantId: request.tenantId, id: request.workflowId })),
  ]);
  const items = await readRuns(table, sliceOf(request, keys));
  // The workflow's counter is written after the run, so it may lag behind what was seen.
  return pageOf({ request, items, total: Math.max(Number(workflow?.['executionCount'] ?? 0), keys.length) });
}

async function newestKeys(
  table: TableClient,
  { tenantId, workflowId }: { tenantId: string; workflowId: string },
  limit: number,
): Promise<readonly ItemKey[]> {
  const items = await table.query({
    index: GSI1.indexName,
    partition: workflowRunsPartition({ tenantId, workflowId }),
    newestFirst: true,
    limit,
  });
  return items.map((item) => ({ pk: String(item['pk']), sk: String(item['sk']) }));
}

/** The index decides what is listed; the items, read consistently, what is shown. */
async function readRuns(table: TableClient, keys: readonly ItemKey[]): Promise<readonly Run[]> {
  const items = new Map<string, Item>();
  for (const item of await table.getMany(keys)) items.set(String(item['pk']), item);
  return keys.flatMap(({ pk }) => {
    const item = items.get(pk);
    return item === undefined ? [] : [partialRunOf(item).run];
  });
}
