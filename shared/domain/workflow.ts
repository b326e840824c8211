import * as z from 'zod';
import { HTTP_METHODS, PARAMETER_PLACES } from './catalogue.ts';
import { idSchema } from './ids.ts';
import { JsonObject } from './json.ts';

/** What a step does to the world. `irreversible`: a write that no other operation of the API can take back. */
export const EFFECTS = ['read', 'write', 'irreversible'] as const;
export type Effect = (typeof EFFECTS)[number];

export const STEP_TYPES = ['api_call', 'transform', 'parallel'] as const;

export const WORKFLOW_STATUSES = ['draft', 'active', 'paused'] as const;
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

/** Limits of one workflow; a request beyond them does not fit. */
export const MAX_STEPS = 200;
export const MAX_PARALLEL_BRANCHES = 20;

const stepName = z.lazy(() => z.string().trim().min(1).max(100));

/** A step as a person or a client writes it. `parameters` holds literals and `{{…}}` templates by name. */
const apiCallInput = z.lazy(() =>
  z.strictObject({
    id: z.string().max(100).optional(),
    name: stepName,
    type: z.literal('api_call'),
    apiConnectionId: idSchema('connection'),
    method: z
      .string()
      .transform((text) => text.toUpperCase())
      .pipe(z.enum(HTTP_METHODS)),
    endpoint: z.string().min(1).max(2048),
    parameters: JsonObject.optional(),
  }),
);

/** A JSONata expression over `{input, steps}`; its value is the step's output. */
const transformInput = z.lazy(() =>
  z.strictObject({
    id: z.string().max(100).optional(),
    name: stepName,
    type: z.literal('transform'),
    expression: z.string().min(1).max(10_000),
  }),
);

const leafInput = z.lazy(() => z.discriminatedUnion('type', [apiCallInput, transformInput]));

/** Branches that run at the same time; the step ends when all have. */
const parallelInput = z.lazy(() =>
  z.strictObject({
    id: z.string().max(100).optional(),
    name: stepName,
    type: z.literal('parallel'),
    branches: z
      .array(z.strictObject({ steps: z.array(leafInput).min(1).max(MAX_STEPS) }))
      .min(2)
      .max(MAX_PARALLEL_BRANCHES),
  }),
);

/** A step in a request body. */
export const StepInput = z.lazy(() =>
  z.discriminatedUnion('type', [apiCallInput, transformInput, parallelInput]).meta({ id: 'StepInput' }),
);
export type StepInput = z.infer<typeof StepInput>;

/** How the values of a call's parameters become an HTTP request; fixed when the plan is checked. */
export const CallBinding = z.lazy(() =>
  z
    .object({
      /** Absolute base URL; calls never leave its origin. */
      baseUrl: z.string(),
      /** Version of the catalogue it was checked against. */
      specHash: z.string(),
      parameters: z.array(
        z.object({
          name: z.string(),
          in: z.enum(PARAMETER_PLACES),
          style: z.string().optional(),
          explode: z.boolean().optional(),
        }),
      ),
      /** `properties`: parameters not named above are the members of the body; `whole`: the parameter `body` is it. */
      body: z.object({ contentType: z.string(), mode: z.enum(['properties', 'whole']) }).optional(),
    })
    .meta({ id: 'CallBinding' }),
);
export type CallBinding = z.infer<typeof CallBinding>;

const apiCall = z.lazy(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    type: z.literal('api_call'),
    apiConnectionId: z.string(),
    method: z.enum(HTTP_METHODS),
    endpoint: z.string(),
    parameters: JsonObject,
    effect: z.enum(EFFECTS),
    binding: CallBinding,
  }),
);
const transform = z.lazy(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    type: z.literal('transform'),
    expression: z.string(),
    effect: z.literal('read'),
  }),
);
const leaf = z.lazy(() => z.discriminatedUnion('type', [apiCall, transform]));
const parallel = z.lazy(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    type: z.literal('parallel'),
    branches: z.array(z.object({ steps: z.array(leaf) })),
    effect: z.enum(EFFECTS),
  }),
);

/** A checked step: its id is unique in the workflow and everything a run needs is in it. */
export const Step = z.lazy(() =>
  z.discriminatedUnion('type', [apiCall, transform, parallel]).meta({ id: 'Step' }),
);
export type Step = z.infer<typeof Step>;
export type ApiCallStep = z.infer<typeof apiCall>;
export type LeafStep = z.infer<typeof leaf>;

/** One immutable version of a workflow. */
export interface WorkflowVersion {
  readonly workflowId: string;
  readonly version: number;
  readonly steps: readonly Step[];
  /** `sha256:` and the digest of the canonical steps: what an approval binds to. */
  readonly planHash: string;
  readonly createdAt: string;
  readonly createdBy: string;
}

/** A workflow: its head; the steps are in its versions. */
export interface Workflow {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly description: string;
  readonly status: WorkflowStatus;
  readonly version: number;
  readonly stepCount: number;
  readonly planHash: string;
  /** Present when the current version has been approved: the hash that was approved. */
  readonly approvedHash?: string;
  readonly approvedBy?: string;
  readonly approvedAt?: string;
  readonly lastExecuted?: string;
  readonly executionCount: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly revision: number;
}

/** All leaf steps in the order they are written, branches included. */
export function leavesOf(steps: readonly Step[]): readonly LeafStep[] {
  return steps.flatMap((step) =>
    step.type === 'parallel' ? step.branches.flatMap((branch) => branch.steps) : [step],
  );
}

/** The effect of steps taken together: the strongest of them. */
export function strongestEffect(effects: readonly Effect[]): Effect {
  if (effects.includes('irreversible')) return 'irreversible';
  return effects.includes('write') ? 'write' : 'read';
}
