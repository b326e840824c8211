import * as z from 'zod';
import type { WorkflowDrift } from '../domain/broken-steps.ts';
import {
  Step,
  WORKFLOW_SOURCES,
  WHEN_FULL,
  WORKFLOW_STATUSES,
  type Workflow,
  type WorkflowVersion,
} from '../domain/workflow.ts';
import { fromJsonText, toJsonText } from './json-text.ts';
import type { Item, NewItem } from './table-operations.ts';
import { workflowKey, workflowVersionKey } from './table.ts';

const StoredWorkflow = z.lazy(() =>
  z.object({
    id: z.string(),
    tenantId: z.string(),
    name: z.string(),
    description: z.string(),
    status: z.enum(WORKFLOW_STATUSES),
    version: z.number(),
    stepCount: z.number(),
    source: z.exactOptional(z.object({ kind: z.enum(WORKFLOW_SOURCES), id: z.exactOptional(z.string()) })),
    planHash: z.string(),
    approvedHash: z.exactOptional(z.string()),
    approvedBy: z.exactOptional(z.string()),
    approvedAt: z.exactOptional(z.string()),
    lastExecuted: z.exactOptional(z.string()),
    executionCount: z.number(),
    connectionIds: z.array(z.string()),
    // Ours, and as deep as it likes.
    drift: z.exactOptional(
      z.string().transform((text) => fromJsonText(text) as unknown as readonly WorkflowDrift[]),
    ),
    concurrency: z.exactOptional(z.object({ limit: z.number(), whenFull: z.enum(WHEN_FULL) })),
    createdAt: z.string(),
    updatedAt: z.string(),
    revision: z.number(),
  }),
) satisfies z.ZodType<Workflow>;

const StoredVersion = z.lazy(() =>
  z.object({
    workflowId: z.string(),
    version: z.number(),
    steps: z.string().transform((text) => z.array(Step).parse(fromJsonText(text))),
    planHash: z.string(),
    createdAt: z.string(),
    createdBy: z.string(),
  }),
);

export function workflowOf(item: Item): Workflow {
  return StoredWorkflow.parse(item);
}

export function workflowRow(workflow: Workflow): NewItem {
  const { drift, ...rest } = workflow;
  return { ...workflowKey(workflow), ...rest, ...(drift === undefined ? {} : { drift: driftText(drift) }) };
}

/** The marks of a workflow, as they lie in its row. */
export function driftText(drift: readonly WorkflowDrift[]): string {
  return toJsonText(drift, 'What no longer fits in the workflow');
}

export function versionOf(item: Item): WorkflowVersion {
  return StoredVersion.parse(item);
}

export function versionRow(tenantId: string, version: WorkflowVersion): NewItem {
  return {
    ...workflowVersionKey({ tenantId, ...version }),
    ...version,
    steps: toJsonText(version.steps, 'The workflow'),
  };
}
