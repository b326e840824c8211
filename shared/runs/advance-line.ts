import type { RunStarter, WorkflowLines, WorkflowStore } from '../ports.ts';

/** Starts the runs of a workflow that waited and now have a place; with no limit (any more), all of them. */
export async function advanceLine({
  tenantId,
  workflowId,
  ports: { lines, workflows, starter },
}: {
  readonly tenantId: string;
  readonly workflowId: string;
  readonly ports: {
    readonly lines: Pick<WorkflowLines, 'advance'>;
    readonly workflows: Pick<WorkflowStore, 'get'>;
    readonly starter: RunStarter;
  };
}): Promise<void> {
  const workflow = await workflows.get(tenantId, workflowId);
  // Of a workflow that is gone they run one after the other: nobody knows its limit any more.
  const limit = workflow === undefined ? 1 : workflow.concurrency?.limit;
  const admitted = await lines.advance({ tenantId, workflowId }, limit);
  for (const runId of admitted) await starter.start({ tenantId, runId });
}
