import * as z from 'zod';
import { Json } from './json.ts';

/**
 * The vocabulary of Amazon States Language that the laptop cloud speaks: JSONata only. Objects are strict, so that a
 * field which would be ignored here and honoured on AWS (or the reverse) is refused.
 * Source: Amazon States Language (states-language.net/spec.html); Step Functions, "Transforming data with JSONata".
 */
const Expression = z.string().regex(/^\{%.*%\}$/s, 'must be a JSONata string "{% … %}"');
const Name = z.string().min(1).max(80);
const MAX_SECONDS = 99_999_999;

const seconds = (least: number) => z.union([z.int().min(least).max(MAX_SECONDS), Expression]);
const Assign = z.record(z.string(), Json);

const Retrier = z.strictObject({
  ErrorEquals: z.array(z.string().min(1)).min(1),
  IntervalSeconds: z.int().min(1).max(MAX_SECONDS).optional(),
  MaxAttempts: z.int().min(0).max(MAX_SECONDS).optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.int().min(1).max(31_622_399).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
  Comment: z.string().optional(),
});
export type Retrier = z.infer<typeof Retrier>;

const Catcher = z.strictObject({
  ErrorEquals: z.array(z.string().min(1)).min(1),
  Next: Name,
  Assign: Assign.optional(),
  Output: Json.optional(),
  Comment: z.string().optional(),
});
export type Catcher = z.infer<typeof Catcher>;

const every = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONata').optional() };
const leaving = { Next: Name.optional(), End: z.literal(true).optional() };
const shaping = { Assign: Assign.optional(), Output: Json.optional() };
const handling = { Retry: z.array(Retrier).optional(), Catch: z.array(Catcher).optional() };

const Pass = z.strictObject({ Type: z.literal('Pass'), ...every, ...leaving, ...shaping });
const Task = z.strictObject({
  Type: z.literal('Task'),
  ...every,
  ...leaving,
  ...shaping,
  ...handling,
  Resource: z.string(),
  Arguments: Json.optional(),
  TimeoutSeconds: seconds(1).optional(),
  HeartbeatSeconds: seconds(1).optional(),
});
const ChoiceRule = z.strictObject({
  Condition: z.union([z.boolean(), Expression]),
  Next: Name,
  ...shaping,
  Comment: z.string().optional(),
});
const Choice = z.strictObject({
  Type: z.literal('Choice'),
  ...every,
  ...shaping,
  Choices: z.array(ChoiceRule).min(1),
  Default: Name.optional(),
});
const Wait = z.strictObject({
  Type: z.literal('Wait'),
  ...every,
  ...leaving,
  ...shaping,
  Seconds: seconds(0).optional(),
  Timestamp: z.string().optional(),
});
const Succeed = z.strictObject({ Type: z.literal('Succeed'), ...every, Output: Json.optional() });
const Fail = z.strictObject({
  Type: z.literal('Fail'),
  ...every,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});
const Parallel = z.strictObject({
  Type: z.literal('Parallel'),
  ...every,
  ...leaving,
  ...shaping,
  ...handling,
  Arguments: Json.optional(),
  get Branches(): z.ZodType<Scope[]> {
    return z.array(Scope).min(1);
  },
});
const MapState = z.strictObject({
  Type: z.literal('Map'),
  ...every,
  ...leaving,
  ...shaping,
  ...handling,
  Items: z.union([z.array(Json), Expression]).optional(),
  ItemSelector: Json.optional(),
  MaxConcurrency: z.union([z.int().min(0), Expression]).optional(),
  get ItemProcessor(): z.ZodType<ItemProcessor> {
    return ItemProcessor;
  },
});

type PassState = z.infer<typeof Pass>;
export type TaskState = z.infer<typeof Task>;
export type ChoiceState = z.infer<typeof Choice>;
export type WaitState = z.infer<typeof Wait>;
type SucceedState = z.infer<typeof Succeed>;
export type FailState = z.infer<typeof Fail>;
export type ParallelState = z.infer<typeof Parallel>;
export type MapState = z.infer<typeof MapState>;
export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

/** States that run together and share variables: the machine itself, a branch, or the inside of a Map. */
export interface Scope {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly Comment?: string | undefined;
}
interface ItemProcessor extends Scope {
  readonly ProcessorConfig?: { readonly Mode: 'INLINE' } | undefined;
}

const State: z.ZodType<State> = z.discriminatedUnion('Type', [
  Pass,
  Task,
  Choice,
  Wait,
  Succeed,
  Fail,
  Parallel,
  MapState,
]);
const scope = { StartAt: Name, States: z.record(Name, State), Comment: z.string().optional() };
const Scope: z.ZodType<Scope> = z.strictObject(scope);
const ItemProcessor: z.ZodType<ItemProcessor> = z.strictObject({
  ...scope,
  ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE') }).optional(),
});

/** A whole state machine in JSONata. */
export const Machine = z.strictObject({
  ...scope,
  QueryLanguage: z.literal('JSONata'),
  Version: z.literal('1.0').optional(),
  TimeoutSeconds: z.int().min(1).max(MAX_SECONDS).optional(),
});
export type Machine = z.infer<typeof Machine>;

export type MachineType = 'STANDARD' | 'EXPRESS';
