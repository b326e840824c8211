import type { BrokenStep, BrokenWorkflow, WorkflowDrift } from '../../shared/domain/broken-steps.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { firstSteps } from '../../shared/domain/document-change.ts';
import type { Workflow } from '../../shared/domain/workflow.ts';
import { brokenSteps } from '../../shared/drift/broken-steps.ts';
import type { CallFinder } from '../../shared/drift/call-finder.ts';
import type { ListReads } from '../../shared/drift/reads-of-steps.ts';
import type { WorkflowMark, WorkflowStore } from '../../shared/ports.ts';

/** Workflows that are looked at together. */
const BATCH = 8;
/** What a mark shows; the history has everything. */
const MARK = { steps: 10, stepReasons: 3 };

/**
 * The workflows of a connection that no longer fit its document, and the marks that are to be set or taken away. Each is
 * compared with the version of the document that its steps were checked against, so that a document which is again what
 * it was heals it.
 */
export async function findBrokenWorkflows({
  connection,
  changeId,
  at,
  finder,
  ports,
}: {
  connection: Connection;
  changeId: string;
  at: string;
  finder: CallFinder;
  ports: { readonly workflows: WorkflowStore; readonly loadListReads: () => Promise<ListReads> };
}): Promise<{ readonly workflows: readonly BrokenWorkflow[]; readonly marks: readonly WorkflowMark[] }> {
  const { tenantId, id: connectionId } = connection;
  const heads = await ports.workflows.listCalling(tenantId, connectionId);
  if (heads.length === 0) return { workflows: [], marks: [] };
  const listReads = await ports.loadListReads();
  const workflows: BrokenWorkflow[] = [];
  const marks: WorkflowMark[] = [];
  const look = async (workflow: Workflow): Promise<void> => {
    const { id: workflowId, name, version } = workflow;
    const steps = (await ports.workflows.getVersion(tenantId, workflowId, version))?.steps ?? [];
    const operations = await finder.find(steps);
    const broken = brokenSteps({ steps, connection, operations, listReads });
    if (broken.length > 0) workflows.push({ workflowId, name, version, steps: broken });
    const mark = { connectionId, changeId, at, version, steps: firstSteps(broken, MARK) };
    if (!isMarkedSo(workflow, mark)) marks.push({ workflow, drift: withMark(workflow, mark) });
  };
  for (let from = 0; from < heads.length; from += BATCH)
    await Promise.all(heads.slice(from, from + BATCH).map(look));
  return { workflows: workflows.toSorted((a, b) => (a.workflowId < b.workflowId ? -1 : 1)), marks };
}

/** Whether a workflow already says what the mark would. */
function isMarkedSo(workflow: Workflow, { connectionId, steps }: WorkflowDrift): boolean {
  return same(steps, marksOf(workflow).find((mark) => mark.connectionId === connectionId)?.steps ?? []);
}

function withMark(workflow: Workflow, mark: WorkflowDrift): readonly WorkflowDrift[] {
  const others = marksOf(workflow).filter(({ connectionId }) => connectionId !== mark.connectionId);
  return mark.steps.length === 0 ? others : [...others, mark];
}

/** Without those of an earlier version. */
function marksOf({ drift = [], version }: Workflow): readonly WorkflowDrift[] {
  return drift.filter((mark) => mark.version === version);
}

function same(a: readonly BrokenStep[], b: readonly BrokenStep[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
