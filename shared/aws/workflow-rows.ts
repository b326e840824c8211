import * as z from 'zod';
import { Step, WORKFLOW_STATUSES, type Workflow, type WorkflowVersion } from '../domain/workflow.ts';
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
    planHash: z.string(),
    approvedHash: z.exactOptional(z.string()),
    approvedBy: z.exactOptional(z.string()),
    approvedAt: z.exactOptional(z.string()),
    lastExecuted: z.exactOptional(z.string()),
    executionCount: z.number(),
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
  return { ...workflowKey(workflow), ...workflow };
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
