import type { ApprovalStore } from '../ports.ts';
import { approvalOf } from './approval-rows.ts';
import { pageOf, sliceOf } from './page-of.ts';
import type { Item, TableClient } from './table-operations.ts';
import { approvalKey, approvalsPartition, GSI1 } from './table.ts';

/** So many of the newest are counted. */
const COUNTED = 1_000;

/** Approvals in the table. */
export function createApprovalStore({ table }: { readonly table: TableClient }): ApprovalStore {
  return {
    async get(tenantId, id) {
      const item = await table.get(approvalKey({ tenantId, id }));
      return item && approvalOf(item);
    },
    async list({ tenantId, status, ...request }) {
      const index = await table.query({
        index: GSI1.indexName,
        partition: approvalsPartition({ tenantId, status }),
        newestFirst: true,
        limit: COUNTED,
      });
      const keys = sliceOf(request, index).map((item) => ({
        pk: String(item['pk']),
        sk: String(item['sk']),
      }));
      const found = new Map<string, Item>();
      for (const item of await table.getMany(keys)) found.set(String(item['sk']), item);
      // The index lags behind: what has been answered since is not shown as pending.
      const items = keys
        .map(({ sk }) => found.get(sk))
        .filter((item) => item !== undefined)
        .map(approvalOf)
        .filter((approval) => approval.status === status);
      return pageOf({ request, items, total: index.length });
    },
  };
}
