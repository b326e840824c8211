import type { JsonSchema } from '../domain/catalogue.ts';
import type { ErrorDetail } from '../domain/errors.ts';
import { itemsOf, responseSchemaOf, typesOf } from '../domain/schema-view.ts';
import { parseTemplate } from '../domain/templates.ts';
import {
  leavesOf,
  strongestEffect,
  type ApiCallInput,
  type ApiCallStep,
  type Effect,
  type OnError,
  type Step,
  type StepInput,
} from '../domain/workflow.ts';
import { answerSchema, checkApproval } from './check-approval.ts';
import { checkCall, type CheckedApi } from './check-call.ts';
import { checkReverse } from './check-reverse.ts';
import { checkConnector } from './check-connector.ts';
import { checkReferences, schemaOfReference, type Context, type StepsSoFar } from './check-references.ts';
import type { PlacedExpression } from './expression-faults.ts';
import { effectOf } from './effect.ts';

type Of<T extends StepInput['type']> = Extract<StepInput, { type: T }>;

/** Walks steps in the order they run and knows at each what has ended by then. Faults are collected. */
export class StepChecker {
  readonly errors: ErrorDetail[] = [];
  /** With what they may read where they stand. */
  readonly expressions: PlacedExpression[] = [];
  readonly #apis: ReadonlyMap<string, CheckedApi>;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #all: ReadonlySet<string>;
  #done = new Map<string, JsonSchema | undefined>();
  #context: Context = {};

  constructor({
    ids,
    apis,
  }: {
    readonly ids: ReadonlyMap<string, string>;
    readonly apis: readonly CheckedApi[];
  }) {
    this.#apis = new Map(apis.map((api) => [api.connection.id, api]));
    this.#ids = ids;
    this.#all = new Set(ids.values());
  }

  sequence(steps: readonly StepInput[], path: string): readonly Step[] {
    return steps.flatMap((step, at) => this.#step(step, `${path}[${at}]`) ?? []);
  }

  #step(step: StepInput, path: string): Step | undefined {
    const id = this.#ids.get(path) ?? '';
    // Its handler sees what had ended before the step, and the error.
    const before = new Map(this.#done);
    const onError = this.#onError(step, path);
    this.#done = before;
    const base = { id, name: step.name, ...(onError === undefined ? {} : { onError }) };
    const checked = this.#own(step, base, path);
    if (!this.#done.has(id)) this.#done.set(id, undefined);
    // What a handler gives in the step's place has another form than the step's own answer.
    if (onError !== undefined && onError !== 'fail') this.#done.set(id, undefined);
    return checked;
  }

  #own(
    step: StepInput,
    base: { id: string; name: string; onError?: OnError },
    path: string,
  ): Step | undefined {
    switch (step.type) {
      case 'api_call':
        return this.#call(step, base, path);
      case 'connector':
        return this.#connector(step, base, path);
      case 'transform':
        this.#expression(base.id, 'expression', step.expression);
        return { ...base, type: 'transform', expression: step.expression, effect: 'read' };
      case 'parallel': {
        const branches = this.#branches(step.branches, path).map((steps) => ({ steps }));
        return {
          ...base,
          type: 'parallel',
          branches,
          effect: effectOfAll(branches.flatMap(({ steps }) => steps)),
        };
      }
      case 'condition':
        return this.#condition(step, base, path);
      case 'loop':
        return this.#loop(step, base, path);
      case 'wait': {
        const { seconds, until } = step;
        this.#references(seconds ?? null, `${path}.seconds`);
        this.#references(until ?? null, `${path}.until`);
        const length = {
          ...(seconds === undefined ? {} : { seconds }),
          ...(until === undefined ? {} : { until }),
        };
        return { ...base, type: 'wait', ...length, effect: 'read' };
      }
      case 'approval': {
        const { message, form, approvers, expiresAfterSeconds, onExpiry } = step;
        this.#references(message, `${path}.message`);
        this.errors.push(...checkApproval(step, path));
        this.#done.set(base.id, answerSchema(step));
        return {
          ...base,
          type: 'approval',
          message,
          ...(form === undefined ? {} : { form }),
          ...(approvers === undefined ? {} : { approvers }),
          ...(expiresAfterSeconds === undefined ? {} : { expiresAfterSeconds }),
          ...(onExpiry === undefined ? {} : { onExpiry }),
          effect: 'read',
        };
      }
    }
  }

  #onError({ onError, name }: StepInput, path: string): OnError | undefined {
    if (typeof onError !== 'object') return onError;
    const outer = this.#context;
    this.#context = { ...outer, handles: name };
    const steps = this.sequence(onError.steps, `${path}.onError.steps`);
    this.#context = outer;
    return { steps };
  }

  #call(
    step: ApiCallInput,
    base: { id: string; name: string; onError?: OnError },
    path: string,
  ): ApiCallStep | undefined {
    const api = this.#apis.get(step.apiConnectionId);
    if (!api) {
      const message = `Step "${step.name}": there is no such API connection.`;
      this.errors.push({ path: `${path}.apiConnectionId`, message });
      return undefined;
    }
    const call = checkCall(step, api, path, this.#soFar());
    if ('errors' in call) {
      this.errors.push(...call.errors);
      return undefined;
    }
    const { operation, parameters, binding } = call;
    this.#done.set(base.id, operation ? responseSchemaOf(operation) : undefined);
    const { method, endpoint, retry, timeoutSeconds } = step;
    const reverse = checkReverse({ step, operation, apis: this.#apis, path });
    if (reverse !== undefined && 'errors' in reverse) {
      this.errors.push(...reverse.errors);
      return undefined;
    }
    return {
      ...base,
      ...(retry === undefined ? {} : { retry }),
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      type: 'api_call',
      apiConnectionId: step.apiConnectionId,
      method,
      endpoint: operation?.path ?? endpoint,
      parameters,
      effect: effectOf({ method, path: endpoint, operation, catalogue: api.catalogue?.operations }),
      binding,
      ...(reverse === undefined ? {} : { compensate: reverse }),
    };
  }

  #connector(
    step: Of<'connector'>,
    base: { id: string; name: string; onError?: OnError },
    path: string,
  ): Step | undefined {
    const { type, action, apiConnectionId, input, retry, timeoutSeconds } = step;
    const { connection } = this.#apis.get(apiConnectionId ?? '') ?? {};
    const checked = checkConnector({ step, connection, path, steps: this.#soFar() });
    if ('errors' in checked) {
      this.errors.push(...checked.errors);
      return undefined;
    }
    this.#done.set(base.id, checked.output);
    return {
      ...base,
      ...(retry === undefined ? {} : { retry }),
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      type,
      action,
      ...(apiConnectionId === undefined ? {} : { apiConnectionId }),
      input,
      ...checked.judgement,
    };
  }

  /** Each branch sees what ended before the step and its own steps, never a sibling's; afterwards all are seen. */
  #branches(
    branches: readonly { readonly steps: readonly StepInput[] }[],
    path: string,
  ): readonly (readonly Step[])[] {
    const before = this.#done;
    const after = new Map(before);
    const checked = branches.map((branch, at) => {
      this.#done = new Map(before);
      const steps = this.sequence(branch.steps, `${path}.branches[${at}].steps`);
      for (const [id, schema] of this.#done) after.set(id, schema);
      return steps;
    });
    this.#done = after;
    return checked;
  }

  #condition(
    step: Of<'condition'>,
    base: { id: string; name: string; onError?: OnError },
    path: string,
  ): Step {
    for (const [at, { when }] of step.branches.entries())
      this.#expression(base.id, `branches[${at}].when`, when);
    const before = new Map(this.#done);
    const checked = this.#branches(step.branches, path);
    const branches = step.branches.map(({ when }, at) => ({ when, steps: checked[at] ?? [] }));
    const after = this.#done;
    this.#done = before;
    const otherwise = step.otherwise && this.sequence(step.otherwise, `${path}.otherwise`);
    this.#done = new Map([...after, ...this.#done]);
    const effect = effectOfAll([...checked.flat(), ...(otherwise ?? [])]);
    return {
      ...base,
      type: 'condition',
      branches,
      ...(otherwise === undefined ? {} : { otherwise }),
      effect,
    };
  }

  /** What stands inside is seen there alone. */
  #loop(step: Of<'loop'>, base: { id: string; name: string; onError?: OnError }, path: string): Step {
    this.#references(step.items, `${path}.items`);
    const list = this.#schemaOf(step.items);
    if (list !== undefined && typesOf(list).length > 0 && !typesOf(list).includes('array')) {
      const message = `"${step.name}" goes over a list, and ${step.items} is ${typesOf(list).join(' or ')}.`;
      this.errors.push({ path: `${path}.items`, message });
    }
    const [outer, before] = [this.#context, this.#done];
    this.#context = { ...outer, item: list && itemsOf(list), loop: step.name };
    this.#done = new Map(before);
    const steps = this.sequence(step.steps, `${path}.steps`);
    if (step.collect !== undefined) this.#references(step.collect, `${path}.collect`);
    this.#context = outer;
    this.#done = before;
    const { items, concurrency, maxItems, collect, onItemError } = step;
    return {
      ...base,
      type: 'loop',
      items,
      steps,
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(maxItems === undefined ? {} : { maxItems }),
      ...(collect === undefined ? {} : { collect }),
      ...(onItemError === undefined ? {} : { onItemError }),
      effect: effectOfAll(steps),
    };
  }

  #references(value: string | number | null, path: string): void {
    if (typeof value === 'string')
      this.errors.push(...checkReferences({ value, path, steps: this.#soFar() }));
  }

  #expression(stepId: string, path: string, expression: string): void {
    const seen = { ...this.#soFar(), done: new Map(this.#done) };
    this.expressions.push({ path: `steps.${stepId}.${path}`, expression, seen });
  }

  /** The schema of what a template that is the whole text points to, where it is known. */
  #schemaOf(text: string): JsonSchema | undefined {
    const [part, ...more] = parseTemplate(text);
    if (part?.kind !== 'reference' || more.length > 0) return undefined;
    return schemaOfReference(part.reference, this.#soFar());
  }

  #soFar(): StepsSoFar {
    return { done: this.#done, all: this.#all, context: this.#context };
  }
}

function effectOfAll(steps: readonly Step[]): Effect {
  return strongestEffect(leavesOf(steps).map((step) => step.effect));
}
