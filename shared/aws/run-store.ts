import type { RunStore } from '../ports.ts';
import type { Bucket } from './bucket.ts';
import { completeRun, insertRun } from './run-insert.ts';
import type { TableClient } from './table-operations.ts';
import { runKey } from './table.ts';

/** Runs and their journals in the table; bodies over 1 KB beside the run, over 256 KB in the bucket. */
export function createRunStore({ table, bucket }: { table: TableClient; bucket: Bucket }): RunStore {
  const get: RunStore['get'] = async (tenantId, runId) => {
    const item = await table.get(runKey({ tenantId, runId }));
    return item && completeRun({ table, bucket }, item);
  };
  return {
    get,
    create: (run, change) => insertRun({ table, bucket }, { run, change }),
    async enter(entry, change) {
      const { enterRun } = await import('./run-entry.ts');
      return enterRun({ table, bucket }, entry, change);
    },
    async claim(request) {
      // The one function that runs workflows has these parts; those that create and show runs do without.
      const { claimRun } = await import('./run-claim.ts');
      return claimRun({ table, bucket }, request);
    },
    async commit(boundary) {
      const { commitBoundary } = await import('./run-boundary.ts');
      return commitBoundary({ table, bucket }, boundary);
    },
    async intervene(intervention, change) {
      const { writeIntervention } = await import('./run-intervention.ts');
      return writeIntervention({ table, bucket }, intervention, change);
    },
    list: async (request) => (await import('./run-list.ts')).listRuns(table, request),
    async glance(...request) {
      const { glanceAtRun } = await import('./run-glance.ts');
      return glanceAtRun(table, request);
    },
  };
}
