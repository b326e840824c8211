import * as z from 'zod';
import { Json } from './json.ts';

const PendingTask = z.object({
  /** Milliseconds since the epoch. */
  startedAt: z.number(),
  token: z.string().optional(),
  /** What the call answered; where the Task waits for more, its token or its child execution is still awaited. */
  answer: Json.optional(),
});
export type PendingTask = z.infer<typeof PendingTask>;

/**
 * Where one scope of an execution stands: the machine itself, one branch of a Parallel, one iteration of a Map. It is
 * all that is needed to go on after a restart.
 */
export const Frame = z.object({
  state: z.string(),
  input: Json,
  /** Variables assigned in this scope; those of outer scopes are in their own frames. */
  variables: z.record(z.string(), Json),
  /** Milliseconds since the epoch. */
  enteredAt: z.number(),
  /** The id of the history event that entered the state, as error causes cite it. */
  enteredEvent: z.number(),
  /** Retries used of each retrier of the state. */
  retries: z.array(z.number()).readonly(),
  /** The state rests until then: a Wait, or the back-off before a retry. Milliseconds since the epoch. */
  restUntil: z.number().optional(),
  /** The call of a Task that was begun. */
  task: PendingTask.optional(),
  /** Inputs of the branches or iterations that a Parallel or Map began. */
  fanOut: z.array(Json).readonly().optional(),
  /** The scope is finished and this is its output; its parent has not gone on yet. */
  finished: z.object({ output: Json }).optional(),
});
export type Frame = z.infer<typeof Frame>;
