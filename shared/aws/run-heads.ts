import * as z from 'zod';
import { RUN_STATUSES, type Run } from '../domain/run.ts';
import type { TableClient } from './table-operations.ts';
import { runKey } from './table.ts';

/** What a watchdog needs to know of a run, without its journal. */
type RunHead = Pick<
  Run,
  'id' | 'tenantId' | 'workflowId' | 'status' | 'fence' | 'leaseUntil' | 'wakeAt' | 'lastActivity' | 'chain'
>;

export interface RunHeads {
  /** Consistent; undefined where there is no such run. */
  get(request: { readonly tenantId: string; readonly runId: string }): Promise<RunHead | undefined>;
}

const StoredHead = z.lazy(() =>
  z.object({
    id: z.string(),
    tenantId: z.string(),
    workflowId: z.string(),
    status: z.enum(RUN_STATUSES),
    fence: z.number(),
    leaseUntil: z.number(),
    wakeAt: z.exactOptional(z.number()),
    lastActivity: z.string(),
    chain: z.exactOptional(z.number()),
  }),
) satisfies z.ZodType<RunHead>;

/** Heads of runs in the table; needs no bucket. */
export function createRunHeads({ table }: { table: TableClient }): RunHeads {
  return {
    async get(request) {
      const item = await table.get(runKey(request));
      return item && StoredHead.parse(item);
    },
  };
}
