import { AppError } from '../domain/errors.ts';
import type { Workflow, WorkflowVersion } from '../domain/workflow.ts';
import type { Change, WorkflowStore } from '../ports.ts';
import { changeWrites } from './change-writes.ts';
import type { TableClient } from './table-operations.ts';
import { countersKey, tenantPartition, workflowKey, workflowVersionsPrefix } from './table.ts';
import { versionOf, versionRow } from './workflow-rows.ts';

/** Nobody has changed the head since it was read; executions that are counted do not. */
const SAME_REVISION = 'revision = :revision';
const WORKFLOW_EXISTS = 'attribute_exists(pk)';
const NEW_VERSION = 'attribute_not_exists(pk)';

/** Every version of a workflow, newest first. */
export async function readVersions(
  table: TableClient,
  { tenantId, id }: { tenantId: string; id: string },
): Promise<readonly WorkflowVersion[]> {
  const items = await table.query({
    partition: tenantPartition(tenantId),
    prefix: workflowVersionsPrefix(id),
    newestFirst: true,
  });
  return items.map(versionOf);
}

/** See `WorkflowStore.update`. */
export async function updateWorkflow(
  table: TableClient,
  { seen, workflow, version }: { seen: Workflow; workflow: Workflow; version?: WorkflowVersion },
  change: Change,
): Promise<void> {
  const { name, description, status, stepCount, planHash, connectionIds, updatedAt } = workflow;
  const columns = {
    name,
    description,
    status,
    stepCount,
    planHash,
    updatedAt,
    version: workflow.version,
    connectionIds: [...connectionIds],
  };
  // The store of documents alone sets marks; a new version takes them away.
  const unmark = workflow.drift === undefined ? ' REMOVE drift' : '';
  const names = Object.keys(columns);
  await table.transact([
    {
      key: workflowKey(workflow),
      update: `SET ${names.map((column) => `#${column} = :${column}`).join(', ')}${unmark} ADD revision :one`,
      condition: SAME_REVISION,
      names: Object.fromEntries(names.map((column) => [`#${column}`, column])),
      values: {
        ...Object.fromEntries(Object.entries(columns).map(([column, value]) => [`:${column}`, value])),
        ':one': 1,
        ':revision': seen.revision,
      },
      refused: () => new AppError('CONFLICT'),
    },
    ...(version === undefined
      ? []
      : [
          {
            put: versionRow(workflow.tenantId, version),
            condition: NEW_VERSION,
            refused: () => new AppError('CONFLICT'),
          },
        ]),
    ...changeWrites(workflow.tenantId, change),
  ]);
}

/** See `WorkflowStore.delete`. */
export async function deleteWorkflow(table: TableClient, workflow: Workflow, change: Change): Promise<void> {
  await table.transact([
    {
      delete: workflowKey(workflow),
      condition: SAME_REVISION,
      values: { ':revision': workflow.revision },
      refused: () => new AppError('CONFLICT'),
    },
    { key: countersKey(workflow.tenantId), update: 'ADD workflows :less', values: { ':less': -1 } },
    ...changeWrites(workflow.tenantId, change),
  ]);
}

/** See `WorkflowStore.limit`. */
export async function limitWorkflow(
  table: TableClient,
  { tenantId, id, concurrency, at }: Parameters<WorkflowStore['limit']>[0],
  change: Change,
): Promise<void> {
  const set = concurrency === undefined ? '' : ', concurrency = :concurrency';
  const removed = concurrency === undefined ? ' REMOVE concurrency' : '';
  await table.transact([
    {
      key: workflowKey({ tenantId, id }),
      update: `SET updatedAt = :at${set}${removed} ADD revision :one`,
      condition: WORKFLOW_EXISTS,
      values: {
        ':at': at,
        ':one': 1,
        ...(concurrency === undefined ? {} : { ':concurrency': { ...concurrency } }),
      },
      refused: () => new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.'),
    },
    ...changeWrites(tenantId, change),
  ]);
}
