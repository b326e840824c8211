import * as z from 'zod';
import { HTTP_METHODS } from '../catalogue.ts';
import { JsonObject } from '../json.ts';
import { ApprovalForm, Approvers, EXPIRY_OUTCOMES } from './approval.ts';
import { CallBinding } from './call-binding.ts';
import { CONNECTOR_ACTIONS } from './connector-actions.ts';
import { EFFECTS, type Effect } from './effect.ts';
import { RetryPolicy, timeoutSeconds } from './policies.ts';
import { Reverse } from './reverse.ts';

export const STEP_TYPES = [
  'api_call',
  'connector',
  'transform',
  'condition',
  'loop',
  'parallel',
  'wait',
  'approval',
] as const;

/** What happens after a step that has failed for good: the run fails, goes on, or performs these steps and goes on. */
export type OnError = 'fail' | 'continue' | { readonly steps: readonly Step[] };

const onError: z.ZodType<OnError, OnError> = z.lazy(() =>
  z.union([z.enum(['fail', 'continue']), z.object({ steps })]),
);

/** What every step has. `onError` of a step that holds others catches what they could not handle themselves. */
const common = () => ({ id: z.string(), name: z.string(), onError: z.exactOptional(onError) });
const policies = () => ({
  retry: z.exactOptional(RetryPolicy),
  timeoutSeconds: z.exactOptional(timeoutSeconds),
});

const apiCall = z.lazy(() =>
  z.object({
    ...common(),
    ...policies(),
    type: z.literal('api_call'),
    apiConnectionId: z.string(),
    method: z.enum(HTTP_METHODS),
    endpoint: z.string(),
    parameters: JsonObject,
    effect: z.enum(EFFECTS),
    binding: CallBinding,
    /** What takes the call back. */
    compensate: z.exactOptional(Reverse),
  }),
);
const connector = z.lazy(() =>
  z.object({
    ...common(),
    ...policies(),
    type: z.literal('connector'),
    action: z.enum(CONNECTOR_ACTIONS),
    apiConnectionId: z.exactOptional(z.string()),
    /** Where it goes; its requests never leave it. */
    origin: z.string(),
    input: JsonObject,
    effect: z.enum(EFFECTS),
    /** Whether it may be sent twice without a second effect. */
    repeatable: z.boolean(),
  }),
);
const transform = z.lazy(() =>
  z.object({
    ...common(),
    type: z.literal('transform'),
    expression: z.string(),
    effect: z.literal('read'),
  }),
);
const wait = z.lazy(() =>
  z.object({
    ...common(),
    type: z.literal('wait'),
    /** Seconds, or a template that gives them. */
    seconds: z.exactOptional(z.union([z.number(), z.string()])),
    /** ISO 8601, or a template that gives it. */
    until: z.exactOptional(z.string()),
    effect: z.literal('read'),
  }),
);
const approval = z.lazy(() =>
  z.object({
    ...common(),
    type: z.literal('approval'),
    /** What is asked; templates are filled in. */
    message: z.string(),
    form: z.exactOptional(ApprovalForm),
    approvers: z.exactOptional(Approvers),
    expiresAfterSeconds: z.exactOptional(z.number()),
    onExpiry: z.exactOptional(z.enum(EXPIRY_OUTCOMES)),
    effect: z.literal('read'),
  }),
);

export type ApiCallStep = z.infer<typeof apiCall>;
export type ConnectorStep = z.infer<typeof connector>;
export type TransformStep = z.infer<typeof transform>;
export type WaitStep = z.infer<typeof wait>;
export type ApprovalStep = z.infer<typeof approval>;

interface Holder {
  readonly id: string;
  readonly name: string;
  readonly onError?: OnError;
  /** The strongest of the steps inside. */
  readonly effect: Effect;
}

/** The first branch whose `when` (JSONata) is true, else `otherwise`; its output is that of the branch's last step. */
export interface ConditionStep extends Holder {
  readonly type: 'condition';
  readonly branches: readonly { readonly when: string; readonly steps: readonly Step[] }[];
  readonly otherwise?: readonly Step[];
}

/** The steps once for each item. Its output is the list of what each pass gave, in the order of the items. */
export interface LoopStep extends Holder {
  readonly type: 'loop';
  /** A template that gives a list. Inside, `{{item}}` is the item and `{{index}}` its place from 0. */
  readonly items: string;
  readonly steps: readonly Step[];
  /** Passes at the same time; 1 unless given. */
  readonly concurrency?: number;
  /** A longer list fails the step. */
  readonly maxItems?: number;
  /** A template for what a pass gives; the output of its last step unless given. */
  readonly collect?: string;
  /** `continue`: a pass that fails gives null, and the others go on. */
  readonly onItemError?: 'fail' | 'continue';
}

/** Branches that run at the same time; the step ends when all have. */
export interface ParallelStep extends Holder {
  readonly type: 'parallel';
  readonly branches: readonly { readonly steps: readonly Step[] }[];
}

/** A step that is performed or waited for by itself. */
export type LeafStep = ApiCallStep | ConnectorStep | TransformStep | WaitStep | ApprovalStep;
/** A checked step: its id is unique in the workflow and everything a run needs is in it. */
export type Step = LeafStep | ConditionStep | LoopStep | ParallelStep;

/** Its type is written out, so that the schemas below may contain each other. */
const steps: z.ZodType<readonly Step[], readonly Step[]> = z.lazy(() => z.array(Step));

const condition = z.lazy(() =>
  z.object({
    ...common(),
    type: z.literal('condition'),
    branches: z.array(z.object({ when: z.string(), steps })),
    otherwise: z.exactOptional(steps),
    effect: z.enum(EFFECTS),
  }),
);
const loop = z.lazy(() =>
  z.object({
    ...common(),
    type: z.literal('loop'),
    items: z.string(),
    steps,
    concurrency: z.exactOptional(z.number()),
    maxItems: z.exactOptional(z.number()),
    collect: z.exactOptional(z.string()),
    onItemError: z.exactOptional(z.enum(['fail', 'continue'])),
    effect: z.enum(EFFECTS),
  }),
);
const parallel = z.lazy(() =>
  z.object({
    ...common(),
    type: z.literal('parallel'),
    branches: z.array(z.object({ steps })),
    effect: z.enum(EFFECTS),
  }),
);

export const Step: z.ZodType<Step, Step> = z.lazy(() =>
  z
    .discriminatedUnion('type', [apiCall, connector, transform, condition, loop, parallel, wait, approval])
    .meta({ id: 'Step' }),
);
