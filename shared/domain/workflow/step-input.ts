import * as z from 'zod';
import { HTTP_METHODS } from '../catalogue.ts';
import { idSchema } from '../ids.ts';
import { JsonObject } from '../json.ts';
import { Timestamp } from '../timestamp.ts';
import { ApprovalForm, Approvers, EXPIRY_OUTCOMES } from './approval.ts';
import { CONNECTOR_ACTIONS } from './connector-actions.ts';
import { MAX_BRANCHES, MAX_LOOP_CONCURRENCY, MAX_LOOP_ITEMS, MAX_STEPS, MAX_WAIT_SECONDS } from './limits.ts';
import { RetryPolicy, timeoutSeconds } from './policies.ts';
import { ReverseInput } from './reverse.ts';

const template = z.lazy(() => z.string().regex(/\{\{.*\}\}/s, 'A template like {{steps.list.items}}.'));
const expression = z.lazy(() => z.string().min(1).max(10_000));

const named = () => ({
  id: z.string().max(100).optional(),
  name: z.lazy(() => z.string().trim().min(1).max(100)),
});

// What each kind of leaf has of its own: apart from the schemas below, which contain each other.
const apiCallOwn = () => ({
  type: z.literal('api_call'),
  apiConnectionId: idSchema('connection'),
  method: z
    .string()
    .transform((text) => text.toUpperCase())
    .pipe(z.enum(HTTP_METHODS)),
  endpoint: z.string().min(1).max(2048),
  parameters: JsonObject.optional(),
  retry: z.exactOptional(RetryPolicy),
  timeoutSeconds: z.exactOptional(timeoutSeconds),
  compensate: z.exactOptional(ReverseInput),
});
const connectorOwn = () => ({
  type: z.literal('connector'),
  action: z.enum(CONNECTOR_ACTIONS),
  /** Whose credential it carries, and whose address it goes to; left out, it carries none. */
  apiConnectionId: z.exactOptional(idSchema('connection')),
  input: JsonObject,
  retry: z.exactOptional(RetryPolicy),
  timeoutSeconds: z.exactOptional(timeoutSeconds),
});
const transformOwn = () => ({ type: z.literal('transform'), expression });
const waitOwn = () => ({
  type: z.literal('wait'),
  seconds: z.exactOptional(z.union([z.number().min(0).max(MAX_WAIT_SECONDS), template])),
  until: z.exactOptional(z.union([Timestamp, template])),
});
const approvalOwn = () => ({
  type: z.literal('approval'),
  message: z.string().trim().min(1).max(2000),
  form: z.exactOptional(ApprovalForm),
  approvers: z.exactOptional(Approvers),
  expiresAfterSeconds: z.exactOptional(z.int().min(1).max(MAX_WAIT_SECONDS)),
  onExpiry: z.exactOptional(z.enum(EXPIRY_OUTCOMES)),
});

/** What happens after a step that has failed for good. */
type OnErrorInput = 'fail' | 'continue' | { readonly steps: readonly StepInput[] };
interface Handled {
  readonly onError?: OnErrorInput;
}
type Leaf<Own extends z.core.$ZodLooseShape> = z.infer<z.ZodObject<ReturnType<typeof named> & Own>> & Handled;

/** A call of a connected API. `parameters` holds literals and `{{…}}` templates by name. */
export type ApiCallInput = Leaf<ReturnType<typeof apiCallOwn>>;
/** An action of a connector; `input` holds literals and templates. */
export type ConnectorInput = Leaf<ReturnType<typeof connectorOwn>>;
export type LeafInput =
  | ApiCallInput
  | ConnectorInput
  | Leaf<ReturnType<typeof transformOwn>>
  | Leaf<ReturnType<typeof waitOwn>>
  | Leaf<ReturnType<typeof approvalOwn>>;

interface HolderInput extends Handled {
  readonly id?: string | undefined;
  readonly name: string;
}
interface ConditionInput extends HolderInput {
  readonly type: 'condition';
  readonly branches: readonly { readonly when: string; readonly steps: readonly StepInput[] }[];
  readonly otherwise?: readonly StepInput[];
}
interface LoopInput extends HolderInput {
  readonly type: 'loop';
  readonly items: string;
  readonly steps: readonly StepInput[];
  readonly concurrency?: number;
  readonly maxItems?: number;
  readonly collect?: string;
  readonly onItemError?: 'fail' | 'continue';
}
interface ParallelInput extends HolderInput {
  readonly type: 'parallel';
  readonly branches: readonly { readonly steps: readonly StepInput[] }[];
}

/** A step as a person or a client writes it. */
export type StepInput = LeafInput | ConditionInput | LoopInput | ParallelInput;

/** Its type is written out, so that the schemas below may contain each other. */
const steps: z.ZodType<readonly StepInput[]> = z.lazy(() => z.array(StepInput).min(1).max(MAX_STEPS));

const onError = z.lazy(() => z.union([z.enum(['fail', 'continue']), z.strictObject({ steps })]));
const common = () => ({ ...named(), onError: z.exactOptional(onError) });

const apiCall = z.lazy(() => z.strictObject({ ...common(), ...apiCallOwn() }));
const connector = z.lazy(() => z.strictObject({ ...common(), ...connectorOwn() }));
/** A JSONata expression over `{input, steps, item, index}`; its value is the step's output. */
const transform = z.lazy(() => z.strictObject({ ...common(), ...transformOwn() }));

/** The first branch whose JSONata expression is true. */
const condition = z.lazy(() =>
  z.strictObject({
    ...common(),
    type: z.literal('condition'),
    branches: z
      .array(z.strictObject({ when: expression, steps }))
      .min(1)
      .max(MAX_BRANCHES),
    otherwise: z.exactOptional(steps),
  }),
);

const loop = z.lazy(() =>
  z.strictObject({
    ...common(),
    type: z.literal('loop'),
    items: template,
    steps,
    concurrency: z.exactOptional(z.int().min(1).max(MAX_LOOP_CONCURRENCY)),
    maxItems: z.exactOptional(z.int().min(1).max(MAX_LOOP_ITEMS)),
    collect: z.exactOptional(template),
    onItemError: z.exactOptional(z.enum(['fail', 'continue'])),
  }),
);

/** Branches that run at the same time; the step ends when all have. */
const parallel = z.lazy(() =>
  z.strictObject({
    ...common(),
    type: z.literal('parallel'),
    branches: z.array(z.strictObject({ steps })).min(2).max(MAX_BRANCHES),
  }),
);

const wait = z.lazy(() =>
  z
    .strictObject({ ...common(), ...waitOwn() })
    .refine((step) => (step.seconds === undefined) !== (step.until === undefined), {
      path: ['seconds'],
      message: 'Give either seconds or until.',
    }),
);
/** A person answers before the run goes on. */
const approval = z.lazy(() => z.strictObject({ ...common(), ...approvalOwn() }));
/** A step in a request body. */
export const StepInput = z.lazy(() =>
  z
    .discriminatedUnion('type', [apiCall, connector, transform, condition, loop, parallel, wait, approval])
    .meta({ id: 'StepInput' }),
);
