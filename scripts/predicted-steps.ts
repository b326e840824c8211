import type { Json } from '../shared/domain/json.ts';
import { listReferences, parseTemplate } from '../shared/domain/templates.ts';
import { everyStep, leavesOf, type ApiCallStep, type Step } from '../shared/domain/workflow.ts';

/** A value of a predicted call: a literal, or the answer of an earlier call. `step` counts within the predicted calls. */
type Argument =
  | { readonly value: Json }
  | { readonly from: { readonly step: number; readonly path: string }; readonly template?: string };

/** The calls of a plan as an evaluation set spells them. */
export function predictedSteps(steps: readonly Step[]) {
  const calls = leavesOf(steps).filter((step) => step.type === 'api_call');
  // A loop is one call of each of its steps, and its item is one of the list that it goes over.
  const lists = new Map(
    everyStep(steps).flatMap((step) =>
      step.type === 'loop' ? leavesOf(step.steps).map((leaf) => [leaf.id, step.items] as const) : [],
    ),
  );
  return calls.map((call) => ({
    api: call.apiConnectionId,
    method: call.method,
    path: call.endpoint,
    args: Object.fromEntries(
      Object.entries(call.parameters).flatMap(([name, value]) => {
        const argument = argumentOf(value, calls, lists.get(call.id));
        return argument === undefined ? [] : [[name, argument] as const];
      }),
    ),
  }));
}

/** Undefined for what a person is to give when the plan runs. */
function argumentOf(value: Json, calls: readonly ApiCallStep[], items?: string): Argument | undefined {
  const references = listReferences(value);
  const item = references.find(({ root }) => root === 'item');
  const list = item && listReferences(items ?? '')[0];
  const first = list
    ? { ...list, path: [...list.path, 0, ...item.path] }
    : references.find((reference) => reference.root === 'steps');
  if (!first) return references.length > 0 ? undefined : { value };
  const path = first.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  const from = { step: calls.findIndex((call) => call.id === first.stepId), path: path.replace(/^\./, '') };
  const embedded = typeof value === 'string' && parseTemplate(value).length > 1;
  return embedded ? { from, template: value } : { from };
}
