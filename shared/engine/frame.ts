import type { Json, JsonObject } from '../domain/json.ts';
import type { RunError, StepRecord } from '../domain/run.ts';
import type { TemplateScope } from '../domain/templates.ts';
import { blocksOf, type ConditionStep, type ParallelStep, type Step } from '../domain/workflow.ts';

/** The journal of a run: entries by key. */
export type Journal = Readonly<Record<string, StepRecord>>;

/**
 * Where steps stand: at the top, or in one pass of a loop. Branches and handlers belong to the frame around them, since
 * ids are unique in a workflow. Steps of a frame read what has ended in it and in the frames outside.
 */
export interface Frame {
  /** Stands before the ids in the keys: '' at the top, `each[2].` in the third pass of the loop `each`. */
  readonly prefix: string;
  readonly steps: readonly Step[];
  readonly outer?: Frame;
  readonly item?: Json;
  readonly index?: number;
  /** What is being handled here. */
  readonly error?: RunError;
}

/** The key of a step in a frame. */
export function keyOf(frame: Frame, step: Pick<Step, 'id'>): string {
  return `${frame.prefix}${step.id}`;
}

/** The frame of one pass of a loop. `index` counts from 0. */
export function passFrame({
  loop,
  frame,
  item,
  index,
}: {
  readonly loop: { readonly id: string; readonly steps: readonly Step[] };
  readonly frame: Frame;
  readonly item: Json;
  readonly index: number;
}): Frame {
  return { prefix: `${keyOf(frame, loop)}[${index}].`, steps: loop.steps, outer: frame, item, index };
}

/** The record under a key; own members only. */
export function recordOf(journal: Journal, key: string): StepRecord | undefined {
  return Object.hasOwn(journal, key) ? journal[key] : undefined;
}

/** What templates and expressions of a step in this frame may read. */
export function scopeOf({
  frame,
  journal,
  input,
}: {
  readonly frame: Frame;
  readonly journal: Journal;
  readonly input: Json;
}): TemplateScope {
  const steps: Record<string, Json> = {};
  const frames: Frame[] = [];
  for (let at: Frame | undefined = frame; at !== undefined; at = at.outer) frames.unshift(at);
  for (const each of frames) addOutputs({ steps: each.steps, frame: each, journal, to: steps });
  return {
    input,
    steps,
    ...(frame.item === undefined ? {} : { item: frame.item }),
    ...(frame.index === undefined ? {} : { index: frame.index }),
    ...(frame.error === undefined ? {} : { error: errorValue(frame.error) }),
  };
}

/** An error as templates read it: `{{error.code}}`, `{{error.message}}`. */
function errorValue({ code, message, upstreamStatus }: RunError): JsonObject {
  return { code, message, ...(upstreamStatus === undefined ? {} : { upstreamStatus }) };
}

interface Outputs {
  readonly steps: readonly Step[];
  readonly frame: Frame;
  readonly journal: Journal;
  readonly to: Record<string, Json>;
}

function addOutputs({ steps, ...rest }: Outputs): void {
  for (const step of steps) {
    // What stands inside a loop is seen there alone; what handles its error stands outside.
    const blocks = blocksOf<Step>(step).filter(({ path }) => step.type !== 'loop' || path !== 'steps');
    for (const block of blocks) addOutputs({ steps: block.steps, ...rest });
    const output = outputOf(step, rest);
    if (output !== undefined) rest.to[step.id] = output;
  }
}

/** What a step has given; undefined where it has not ended well. A failure that is passed over gives null. */
function outputOf(step: Step, { frame, journal, to }: Omit<Outputs, 'steps'>): Json | undefined {
  const record = recordOf(journal, keyOf(frame, step));
  if (record?.status === 'failed') return insteadOf(step, to);
  // What holds others has failed where one of them has: nothing but they tell of it.
  if (step.type === 'parallel') return branchOutputs(step, to) ?? insteadOf(step, to);
  if (record?.status === 'skipped') return null;
  if (record?.status !== 'completed') return undefined;
  if (step.type !== 'condition') return record.output ?? null;
  const chosen = chosenSteps(step, record);
  return chosen.length === 0 ? null : (lastOf(chosen, to) ?? insteadOf(step, to));
}

/** What stands for the output of a step that has failed. */
function insteadOf({ onError }: Step, to: Outputs['to']): Json | undefined {
  if (onError === 'continue') return null;
  return typeof onError === 'object' ? lastOf(onError.steps, to) : undefined;
}

/** What each branch gave, by the id of its last step; undefined while one of them has given nothing. */
function branchOutputs({ branches }: ParallelStep, to: Outputs['to']): Json | undefined {
  const lasts = branches.flatMap(({ steps }) => steps.at(-1)?.id ?? []);
  const outputs = lasts.map((id) => [id, to[id]] as const);
  return outputs.every((output): output is readonly [string, Json] => output[1] !== undefined)
    ? Object.fromEntries(outputs)
    : undefined;
}

function lastOf(steps: readonly Step[], to: Readonly<Record<string, Json>>): Json | undefined {
  const last = steps.at(-1);
  return last === undefined ? null : to[last.id];
}

/** The steps of the branch that a condition has chosen; none where no branch fits. */
export function chosenSteps(
  step: ConditionStep,
  { branch = -1 }: Pick<StepRecord, 'branch'>,
): readonly Step[] {
  return branch < 0 ? (step.otherwise ?? []) : (step.branches[branch]?.steps ?? []);
}
