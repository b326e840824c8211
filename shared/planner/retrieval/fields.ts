import type { OperationShape } from '../operation-view.ts';
import { termsOf } from '../text.ts';

/** Where a word stands in an operation; a posting holds the set of its places as bits. */
export const FIELD = {
  name: 1,
  resource: 2,
  path: 4,
  summary: 8,
  tags: 16,
  inputs: 32,
  outputs: 64,
  description: 128,
} as const;

/** The places that say what an operation is called. */
export const NAMING = FIELD.name | FIELD.resource | FIELD.path;

const MAX_ENUM_VALUES = 30;

/** The stems of an operation, each with the places where it stands. */
export function wordsByField(view: OperationShape): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const add = (text: string, place: number): void => {
    for (const term of termsOf(text)) places.set(term, (places.get(term) ?? 0) | place);
  };
  const segments = view.operation.path.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  add(view.operation.operationId ?? '', FIELD.name);
  segments.forEach((segment, at) => add(segment, at === segments.length - 1 ? FIELD.resource : FIELD.path));
  add(view.summary, FIELD.summary);
  add(view.description, FIELD.description);
  for (const tag of view.operation.tags) add(tag, FIELD.tags);
  for (const input of view.inputs) {
    add(input.name, FIELD.inputs);
    for (const value of (input.values ?? []).slice(0, MAX_ENUM_VALUES)) {
      if (typeof value === 'string') add(value, FIELD.inputs);
    }
  }
  for (const output of view.outputs) if (output.depth < 2) add(output.name, FIELD.outputs);
  return places;
}
