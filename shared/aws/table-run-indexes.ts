/** The keys of runs in the indexes of the table: a part of its key builder. */
import { part, tenantPartition, unpart, type IndexKey } from './table.ts';

/** Runs of one workflow, by time. */
export function workflowRunsPartition(workflow: { tenantId: string; workflowId: string }): string {
  return `${tenantPartition(workflow.tenantId)}#WF#${part(workflow.workflowId)}`;
}

/** Runs of one workspace, by time. */
export function workspaceRunsPartition(tenantId: string): string {
  return `${tenantPartition(tenantId)}#RUNS`;
}

/** Sorts runs by time. With no run: before every run of that moment. `createdAt`: ISO 8601. */
export function runSortKey({ createdAt, runId }: { createdAt: string; runId?: string }): string {
  return runId === undefined ? `RUN#${part(createdAt)}` : `RUN#${part(createdAt)}#${part(runId)}`;
}

/** The run of a sort key that `runSortKey` made. */
export function runOfSortKey(sortKey: string): { createdAt: string; runId: string } {
  const [, createdAt, runId] = sortKey.split('#').map(unpart);
  if (createdAt === undefined || runId === undefined) throw new Error('Not the sort key of a run.');
  return { createdAt, runId };
}

/** The keys of a run in both of its indexes; they never change, so that an update of the run writes no index. */
export function runIndexKeys(run: {
  tenantId: string;
  workflowId: string;
  createdAt: string;
  runId: string;
}): IndexKey & { readonly gsi2pk: string; readonly gsi2sk: string } {
  const sortKey = runSortKey(run);
  return {
    gsi1pk: workflowRunsPartition(run),
    gsi1sk: sortKey,
    gsi2pk: workspaceRunsPartition(run.tenantId),
    gsi2sk: sortKey,
  };
}
