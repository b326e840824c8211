import type { JsonSchema } from '../domain/catalogue.ts';
import type { ErrorDetail } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import { typesOf } from '../domain/schema-view.ts';
import { listTemplates, parseTemplate, type Reference } from '../domain/templates.ts';
import { schemaAtPath } from './check-value.ts';
import { typesMeet } from './graph.ts';
import { nearestName } from './suggest.ts';

/** What surrounds a step. */
export interface Context {
  /** The name of the innermost loop around it, and what is known of its items. */
  readonly loop?: string;
  readonly item?: JsonSchema | undefined;
  /** The name of the step whose error is handled here. */
  readonly handles?: string;
  /** In a reverse operation: what the step takes and answers; nothing else is read there. */
  readonly reverses?: { readonly inputs: readonly string[]; readonly output?: JsonSchema | undefined };
}

/** What is known of the steps that a step may refer to. */
export interface StepsSoFar {
  readonly context?: Context;
  /** Those that have ended by then, with the schema of their answer where it is known. */
  readonly done: ReadonlyMap<string, JsonSchema | undefined>;
  /** Every id of the workflow, for the sentence where a reference points elsewhere. */
  readonly all: ReadonlySet<string>;
}

/** Faults of the references in one parameter: unreadable, pointing forward or aside, or to a field that does not exist. */
export function checkReferences({
  value,
  schema,
  path,
  steps,
}: {
  readonly value: Json;
  /** Of the parameter, where it is known. */
  readonly schema?: JsonSchema | undefined;
  readonly path: string;
  readonly steps: StepsSoFar;
}): readonly ErrorDetail[] {
  const whole = typeof value === 'string' && parseTemplate(value).length === 1;
  return listTemplates(value).flatMap((part): ErrorDetail[] => {
    if (part.kind === 'invalid') return [{ path, message: part.message }];
    const message = faultOf(part.reference, whole ? schema : undefined, steps);
    return message === undefined ? [] : [{ path, message: `{{${part.reference.source}}} ${message}` }];
  });
}

function faultOf(
  reference: Reference,
  wanted: JsonSchema | undefined,
  steps: StepsSoFar,
): string | undefined {
  const place = faultOfPlace(reference, steps);
  if (place !== undefined) return place;
  const schema = schemaOfRoot(reference, steps);
  if (!schema) return undefined;
  const found = schemaAtPath(schema, reference.path);
  const whose =
    reference.root === 'steps'
      ? `the answer of "${reference.stepId ?? ''}"`
      : reference.root === 'output'
        ? 'the answer of the step'
        : 'the items of the loop';
  if (typeof found === 'string') return `does not fit ${whose}: ${found}.`;
  if (wanted && !typesMeet(typesOf(wanted), typesOf(found))) {
    return `is ${typesOf(found).join(' or ')}, and this parameter takes ${typesOf(wanted).join(' or ')}.`;
  }
  return undefined;
}

/** Why there is no such thing where the reference stands. */
export function faultOfPlace(
  { root, stepId: id = '', path }: Omit<Reference, 'source'>,
  { done, all, context = {} }: StepsSoFar,
): string | undefined {
  if (context.reverses !== undefined) {
    if (root === 'output') return undefined;
    if (root !== 'input') return 'is not known to a reverse operation: it reads "input" and "output".';
    const { inputs } = context.reverses;
    return path[0] === undefined || inputs.includes(String(path[0]))
      ? undefined
      : `names no parameter of the step; it has ${inputs.join(', ') || 'none'}.`;
  }
  if (root === 'output') return 'stands in no reverse operation; {{steps.<id>}} is the answer of a step.';
  if (root === 'input') return undefined;
  if (root === 'error') return context.handles === undefined ? 'stands in no error handler.' : undefined;
  if (root === 'event')
    return 'is known to the input of a trigger alone; a step finds it in the input of its execution.';
  if (root !== 'steps') return context.loop === undefined ? 'stands in no loop.' : undefined;
  if (done.has(id)) return undefined;
  if (all.has(id)) {
    return `points to the step "${id}", which has not ended by then or is not seen from here. Steps may use earlier steps only.`;
  }
  const near = nearestName(id, [...done.keys()]);
  return `names a step that does not exist.${near === undefined ? '' : ` Did you mean "${near}"?`}`;
}

function schemaOfRoot(
  { root, stepId = '' }: Reference,
  { done, context = {} }: StepsSoFar,
): JsonSchema | undefined {
  if (root === 'steps') return done.get(stepId);
  if (root === 'output') return context.reverses?.output;
  return root === 'item' ? context.item : undefined;
}

/** What is known of the value that a reference points to. */
export function schemaOfReference(reference: Reference, steps: StepsSoFar): JsonSchema | undefined {
  const schema = schemaOfRoot(reference, steps);
  const found = schema && schemaAtPath(schema, reference.path);
  return typeof found === 'string' ? undefined : found;
}
