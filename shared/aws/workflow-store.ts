import { AppError } from '../domain/errors.ts';
import type { Workflow } from '../domain/workflow.ts';
import type { WorkflowStore } from '../ports.ts';
import { changeWrites } from './change-writes.ts';
import { pageOf, sliceOf } from './page-of.ts';
import type { TableClient } from './table-operations.ts';
import { countersKey, tenantPartition, WORKFLOW_PREFIX, workflowKey, workflowVersionKey } from './table.ts';
import { versionOf, versionRow, workflowOf, workflowRow } from './workflow-rows.ts';

const NEW_WORKFLOW = 'attribute_not_exists(pk)';
const WORKFLOW_EXISTS = 'attribute_exists(pk)';
/** The version that was shown, and nobody paused or activated the workflow since it was read. */
const SAME_PLAN = 'planHash = :hash AND #version = :version AND #status = :seen';

/** Workflows and their versions in the table. */
export function createWorkflowStore({ table }: { table: TableClient }): WorkflowStore {
  const get: WorkflowStore['get'] = async (tenantId, id) => {
    const item = await table.get(workflowKey({ tenantId, id }));
    return item && workflowOf(item);
  };
  const heads = async (tenantId: string, limit?: number): Promise<Workflow[]> => {
    const items = await table.query({
      partition: tenantPartition(tenantId),
      prefix: WORKFLOW_PREFIX,
      newestFirst: true,
      ...(limit === undefined ? {} : { limit }),
    });
    return items.map(workflowOf);
  };
  return {
    get,
    async create(workflow, version, change) {
      await table.transact([
        {
          put: workflowRow(workflow),
          condition: NEW_WORKFLOW,
          refused: () => new AppError('CONFLICT', 'A workflow with this id exists.'),
        },
        { put: versionRow(workflow.tenantId, version) },
        { key: countersKey(workflow.tenantId), update: 'ADD workflows :one', values: { ':one': 1 } },
        ...changeWrites(workflow.tenantId, change),
      ]);
    },
    async getVersion(tenantId, id, version) {
      const item = await table.get(workflowVersionKey({ tenantId, workflowId: id, version }));
      return item && versionOf(item);
    },
    async listVersions(tenantId, id) {
      const { readVersions } = await import('./workflow-changes.ts');
      return readVersions(table, { tenantId, id });
    },
    async update(update, change) {
      const { updateWorkflow } = await import('./workflow-changes.ts');
      return updateWorkflow(table, update, change);
    },
    async delete(workflow, change) {
      const { deleteWorkflow } = await import('./workflow-changes.ts');
      return deleteWorkflow(table, workflow, change);
    },
    async list(tenantId, { status, search, ...request }) {
      if (status === undefined && search === undefined) {
        const [newest, counters] = await Promise.all([
          heads(tenantId, request.page * request.limit),
          table.get(countersKey(tenantId)),
        ]);
        // A counter must not hide what was seen.
        const total = Math.max(Number(counters?.['workflows'] ?? 0), newest.length);
        return pageOf({ request, items: sliceOf(request, newest), total });
      }
      const found = (await heads(tenantId)).filter((workflow) => fits(workflow, { status, search }));
      return pageOf({ request, items: sliceOf(request, found), total: found.length });
    },
    async listCalling(tenantId, connectionId) {
      return (await heads(tenantId)).filter(({ connectionIds }) => connectionIds.includes(connectionId));
    },
    async approve({ tenantId, id, version, planHash, userId, at }, change) {
      const present = await get(tenantId, id);
      if (present === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.');
      const status = present.status === 'draft' ? 'active' : present.status;
      await table.transact([
        {
          key: workflowKey({ tenantId, id }),
          update:
            'SET approvedHash = :hash, approvedBy = :user, approvedAt = :at, updatedAt = :at, #status = :status ' +
            'ADD revision :one',
          condition: SAME_PLAN,
          names: { '#version': 'version', '#status': 'status' },
          values: {
            ':hash': planHash,
            ':version': version,
            ':user': userId,
            ':at': at,
            ':seen': present.status,
            ':status': status,
            ':one': 1,
          },
          refused: (now) =>
            now['planHash'] === planHash && now['version'] === version
              ? new AppError('CONFLICT')
              : new AppError('PLAN_HASH_MISMATCH'),
        },
        ...changeWrites(tenantId, change),
      ]);
      const approval = { approvedHash: planHash, approvedBy: userId, approvedAt: at };
      return { ...present, ...approval, status, updatedAt: at, revision: present.revision + 1 };
    },
    async limit(limit, change) {
      const { limitWorkflow } = await import('./workflow-changes.ts');
      return limitWorkflow(table, limit, change);
    },
    async touch(tenantId, id, at) {
      await table.update({
        key: workflowKey({ tenantId, id }),
        update: 'SET lastExecuted = :at ADD executionCount :one',
        condition: WORKFLOW_EXISTS,
        values: { ':at': at, ':one': 1 },
      });
    },
  };
}

function fits(
  workflow: Workflow,
  filter: { status: Workflow['status'] | undefined; search: string | undefined },
): boolean {
  if (filter.status !== undefined && workflow.status !== filter.status) return false;
  const text = `${workflow.name}\n${workflow.description}`.toLowerCase();
  return filter.search === undefined || text.includes(filter.search.toLowerCase());
}
