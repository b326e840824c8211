import type { JsonSchema } from '../domain/catalogue.ts';
import type { ErrorDetail } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import { typesOf } from '../domain/schema-view.ts';
import { listTemplates, parseTemplate, type Reference } from '../domain/templates.ts';
import { schemaAtPath } from './check-value.ts';
import { typesMeet } from './graph.ts';
import { nearestName } from './suggest.ts';

/** What is known of the steps that a step may refer to. */
export interface StepsSoFar {
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
  if (reference.root === 'input') return undefined;
  const id = reference.stepId ?? '';
  if (!steps.done.has(id)) {
    if (steps.all.has(id))
      return `points to the step "${id}", which has not ended by then. Steps may use earlier steps only.`;
    const near = nearestName(id, [...steps.done.keys()]);
    return `names a step that does not exist.${near === undefined ? '' : ` Did you mean "${near}"?`}`;
  }
  const schema = steps.done.get(id);
  if (!schema) return undefined;
  const found = schemaAtPath(schema, reference.path);
  if (typeof found === 'string') return `does not fit the answer of "${id}": ${found}.`;
  if (wanted && !typesMeet(typesOf(wanted), typesOf(found))) {
    return `is ${typesOf(found).join(' or ')}, and this parameter takes ${typesOf(wanted).join(' or ')}.`;
  }
  return undefined;
}
