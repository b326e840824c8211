import type { RunStore } from '../ports.ts';
import { partialRunOf } from './run-rows.ts';
import type { Item, TableClient } from './table-operations.ts';
import { runKey, runPartition } from './table.ts';

/** Every write of a run changes one of these: the status and the interventions, or the time and the lease of its worker. */
const VERSION = ['status', 'interventions', 'lastActivity', 'fence', 'leaseUntil', 'wakeAt'];

/** Looks at a run without its large bodies, and reads it only where it has changed; see `RunStore.glance`. */
export async function glanceAtRun(
  table: TableClient,
  [tenantId, runId, seen]: Parameters<RunStore['glance']>,
): ReturnType<RunStore['glance']> {
  if (seen !== undefined) {
    const [head] = await table.query({
      partition: runPartition({ tenantId, runId }),
      prefix: runKey({ tenantId, runId }).sk,
      limit: 1,
      attributes: VERSION,
    });
    if (head === undefined) return undefined;
    if (versionOf(head) === seen) return { version: seen };
  }
  const item = await table.get(runKey({ tenantId, runId }));
  return item && { version: versionOf(item), run: partialRunOf(item).run };
}

function versionOf(item: Item): string {
  return JSON.stringify(VERSION.map((name) => item[name] ?? null));
}
