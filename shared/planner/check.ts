import type { JsonSchema } from '../domain/catalogue.ts';
import type { ErrorDetail } from '../domain/errors.ts';
import { responseSchemaOf } from '../domain/schema-view.ts';
import { claimStepId, stepIdOf } from '../domain/step-id.ts';
import { MAX_STEPS, strongestEffect, type LeafStep, type Step, type StepInput } from '../domain/workflow.ts';
import { checkCall, type CheckedApi } from './check-call.ts';
import type { StepsSoFar } from './check-references.ts';
import { effectOf } from './effect.ts';

export type { CheckedApi } from './check-call.ts';

/** What the checker says: steps with everything a run needs, or every fault with its place in the request. */
export type CheckResult = { readonly steps: readonly Step[] } | { readonly errors: readonly ErrorDetail[] };

type LeafInput = Exclude<StepInput, { type: 'parallel' }>;

/**
 * Checks steps against the connected APIs: the operation exists, required parameters are bound, literals fit, references
 * point to steps that have ended and to fields that their answers have. Effect and binding come from here alone.
 * Each error is a sentence with the place `steps[0].parameters.petId`. Expressions of transforms are not read here.
 */
export function checkSteps({
  steps,
  apis,
}: {
  readonly steps: readonly StepInput[];
  readonly apis: readonly CheckedApi[];
}): CheckResult {
  const leaves = steps.reduce((sum, step) => sum + leafCount(step), 0);
  if (leaves > MAX_STEPS)
    return { errors: [{ path: 'steps', message: `A workflow has at most ${MAX_STEPS} steps.` }] };
  const check = new Check(steps, apis);
  const checked = steps.map((step, at) => check.step(step, `steps[${at}]`));
  return check.errors.length > 0
    ? { errors: check.errors }
    : { steps: checked.filter((step) => step !== undefined) };
}

function leafCount(step: StepInput): number {
  return step.type === 'parallel' ? step.branches.reduce((sum, branch) => sum + branch.steps.length, 0) : 1;
}

class Check {
  readonly errors: ErrorDetail[] = [];
  readonly #apis: ReadonlyMap<string, CheckedApi>;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #all: ReadonlySet<string>;
  #done = new Map<string, JsonSchema | undefined>();

  constructor(steps: readonly StepInput[], apis: readonly CheckedApi[]) {
    this.#apis = new Map(apis.map((api) => [api.connection.id, api]));
    this.#ids = assignIds(steps);
    this.#all = new Set(this.#ids.values());
  }

  step(step: StepInput, path: string): Step | undefined {
    if (step.type !== 'parallel') return this.#leaf(step, path);
    const before = new Map(this.#done);
    const after = new Map(before);
    const branches = step.branches.map((branch, at) => {
      // Each branch sees what ended before the step and its own steps, never a sibling's.
      this.#done = new Map(before);
      const inner = branch.steps.map((leaf, place) =>
        this.#leaf(leaf, `${path}.branches[${at}].steps[${place}]`),
      );
      for (const [id, schema] of this.#done) after.set(id, schema);
      return { steps: inner.filter((leaf) => leaf !== undefined) };
    });
    this.#done = after;
    const effect = strongestEffect(branches.flatMap((branch) => branch.steps.map((leaf) => leaf.effect)));
    return { id: this.#idOf(path), name: step.name, type: 'parallel', branches, effect };
  }

  #leaf(step: LeafInput, path: string): LeafStep | undefined {
    const id = this.#idOf(path);
    if (step.type === 'transform') {
      this.#done.set(id, undefined);
      return { id, name: step.name, type: 'transform', expression: step.expression, effect: 'read' };
    }
    const api = this.#apis.get(step.apiConnectionId);
    if (!api) {
      this.#done.set(id, undefined);
      this.errors.push({
        path: `${path}.apiConnectionId`,
        message: `Step "${step.name}": there is no such API connection.`,
      });
      return undefined;
    }
    const steps: StepsSoFar = { done: this.#done, all: this.#all };
    const call = checkCall(step, api, path, steps);
    if ('errors' in call) {
      this.#done.set(id, undefined);
      this.errors.push(...call.errors);
      return undefined;
    }
    this.#done.set(id, call.operation ? responseSchemaOf(call.operation) : undefined);
    const effect = effectOf({
      method: step.method,
      path: step.endpoint,
      operation: call.operation,
      catalogue: api.catalogue?.operations,
    });
    return {
      id,
      name: step.name,
      type: 'api_call',
      apiConnectionId: step.apiConnectionId,
      method: step.method,
      endpoint: call.operation?.path ?? step.endpoint,
      parameters: call.parameters,
      effect,
      binding: call.binding,
    };
  }

  #idOf(place: string): string {
    return this.#ids.get(place) ?? '';
  }
}

/**
 * Ids by place: the given one or the name, as a slug; taken ones get a number. Given ids come first. By place and not by
 * object, since the same object may stand twice.
 */
function assignIds(steps: readonly StepInput[]): Map<string, string> {
  const every = steps.flatMap((step, at): { place: string; step: StepInput | LeafInput }[] => {
    const place = `steps[${at}]`;
    if (step.type !== 'parallel') return [{ place, step }];
    const inner = step.branches.flatMap((branch, branchAt) =>
      branch.steps.map((leaf, leafAt) => ({
        place: `${place}.branches[${branchAt}].steps[${leafAt}]`,
        step: leaf,
      })),
    );
    return [{ place, step }, ...inner];
  });
  const taken = new Set<string>();
  const ids = new Map<string, string>();
  const isGiven = (step: StepInput | LeafInput): boolean => step.id !== undefined && step.id.trim() !== '';
  for (const { place, step } of every.filter((entry) => isGiven(entry.step))) {
    ids.set(place, claimStepId(stepIdOf(step.id ?? ''), taken));
  }
  for (const { place, step } of every.filter((entry) => !isGiven(entry.step))) {
    ids.set(place, claimStepId(stepIdOf(step.name), taken));
  }
  return ids;
}
