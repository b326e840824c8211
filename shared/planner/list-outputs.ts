import type { JsonSchema } from '../domain/catalogue.ts';
import { itemsOf, propertiesOf, typesOf } from '../domain/schema-view.ts';
import { isWrapper } from './key-words.ts';
import { stem, visibleText, wordsOf } from './text.ts';

/** One value that a call answers. */
export interface Output {
  /** As a template writes it after the step id: `[0].id`, `.owner.name`. */
  readonly path: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly description: string;
  /** Stems of the name. */
  readonly terms: readonly string[];
  /** Stems of the thing that the field belongs to, e.g. `pet` of `[0].id` in an operation on pets. */
  readonly owner: readonly string[];
  readonly depth: number;
  /** Whether it is a list of objects, or of what the document does not say. */
  readonly listsThings: boolean;
}

const MAX_OUTPUTS = 120;
const MAX_DEPTH = 4;

/** The values of an answer, those nearest to its root first. `owner`: stems of what the answer is about. */
export function listOutputs(response: JsonSchema, owner: readonly string[]): readonly Output[] {
  const outputs: Output[] = [];
  const queue: { schema: JsonSchema; path: string; owner: readonly string[]; depth: number }[] = [
    { schema: response, path: '', owner, depth: 0 },
  ];
  for (let next = queue.shift(); next && outputs.length < MAX_OUTPUTS; next = queue.shift()) {
    const items = itemsOf(next.schema);
    if (items && propertiesOf(next.schema).length === 0) {
      queue.push({ schema: items, path: `${next.path}[0]`, owner: next.owner, depth: next.depth });
      continue;
    }
    for (const member of propertiesOf(next.schema)) {
      const path = `${next.path}${memberPath(member.name)}`;
      const terms = wordsOf(member.name).map(stem);
      const types = typesOf(member.schema);
      const description =
        typeof member.schema['description'] === 'string' ? member.schema['description'] : '';
      outputs.push({
        path,
        name: member.name,
        types,
        description: visibleText(description.slice(0, 300)),
        terms,
        owner: next.owner,
        depth: next.depth,
        listsThings: listsThings(member.schema),
      });
      if (next.depth < MAX_DEPTH)
        queue.push({
          schema: member.schema,
          path,
          owner: terms.every(isWrapper) ? next.owner : terms,
          depth: next.depth + 1,
        });
    }
  }
  return outputs;
}

function listsThings(schema: JsonSchema): boolean {
  const items = itemsOf(schema);
  if (!items) return false;
  const types = typesOf(items);
  return types.length === 0 || types.includes('object');
}

function memberPath(name: string): string {
  return /^[^.[\]{}\s'"]+$/.test(name) ? `.${name}` : `["${name.replace(/["\]{}]/g, '')}"]`;
}
