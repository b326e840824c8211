import * as z from 'zod';
import { idSchema } from '../domain/ids.ts';
import { Timestamp } from '../domain/timestamp.ts';
import { MAX_STEPS, Step, StepInput, WORKFLOW_SOURCES, WORKFLOW_STATUSES } from '../domain/workflow.ts';
import { WorkflowDriftView } from './drift-views.ts';

/** The id of a workflow in a path. */
export const byWorkflow = z.lazy(() => z.object({ id: idSchema('workflow') }));

/** A workflow in a list. */
export const WorkflowSummary = z.lazy(() =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      status: z.enum(WORKFLOW_STATUSES),
      version: z.number().int(),
      stepCount: z.number().int(),
      /** What it was made of, where that was neither a plan nor steps written by hand. */
      source: z.object({ kind: z.enum(WORKFLOW_SOURCES), id: z.string().optional() }).optional(),
      approved: z.boolean(),
      lastExecuted: Timestamp.nullable(),
      drift: z
        .array(WorkflowDriftView)
        .meta({ description: 'Documents that have changed so that this version no longer fits.' }),
      createdAt: Timestamp,
      updatedAt: Timestamp,
    })
    .meta({ id: 'WorkflowSummary' }),
);

/** A workflow with the steps of its current version. */
export const WorkflowView = z.lazy(() =>
  WorkflowSummary.unwrap()
    .extend({
      planHash: z.string(),
      approvedAt: Timestamp.nullable(),
      approvedBy: z.string().nullable(),
      steps: z.array(Step),
    })
    .meta({ id: 'Workflow' }),
);

const name = z.lazy(() => z.string().trim().min(1).max(200));
const description = z.lazy(() => z.string().max(5000));

/** What makes or replaces a workflow: a plan, or steps. */
export const NewWorkflow = z.lazy(() =>
  z.union([
    z.strictObject({ planId: idSchema('plan'), name: name.optional(), description: description.optional() }),
    z.strictObject({
      name,
      description: description.optional(),
      steps: z.array(StepInput).min(1).max(MAX_STEPS),
    }),
  ]),
);

/** What changes of a workflow. */
export const WorkflowChanges = z.lazy(() =>
  z
    .strictObject({
      name: z.exactOptional(name),
      description: z.exactOptional(description),
      /** A workflow is made active by its first approval; paused, it is not executed. */
      status: z.exactOptional(z.enum(['active', 'paused'])),
      steps: z.exactOptional(z.array(StepInput).min(1).max(MAX_STEPS)),
    })
    .refine((body) => Object.keys(body).length > 0, 'Name something to change.'),
);

/** A version in a list. */
export const VersionSummary = z.lazy(() =>
  z
    .object({
      version: z.number().int(),
      planHash: z.string(),
      stepCount: z.number().int(),
      /** Whether it is the version that runs. */
      current: z.boolean(),
      approved: z.boolean(),
      createdAt: Timestamp,
      createdBy: z.string(),
    })
    .meta({ id: 'WorkflowVersionSummary' }),
);
