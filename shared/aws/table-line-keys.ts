/** The keys of the lines of workflows: a part of the table's key builder. */
import { part, tenantPartition, type ItemKey } from './table.ts';

export interface WorkflowRef {
  readonly tenantId: string;
  readonly workflowId: string;
}

/** Who runs, and how many wait. */
export function lineKey({ tenantId, workflowId }: WorkflowRef): ItemKey {
  return { pk: tenantPartition(tenantId), sk: `LINE#${part(workflowId)}` };
}

/** First characters of the sort keys of those that wait. */
export function waitingPrefix(workflowId: string): string {
  return `LINE#${part(workflowId)}#`;
}

/** One run that waits; the first that came is the first in line. `createdAt`: ISO 8601. */
export function waitingKey(run: {
  tenantId: string;
  workflowId: string;
  createdAt: string;
  id: string;
}): ItemKey {
  return {
    pk: tenantPartition(run.tenantId),
    sk: `${waitingPrefix(run.workflowId)}${part(run.createdAt)}#${part(run.id)}`,
  };
}
