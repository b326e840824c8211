import type { JsonSchema } from '../domain/catalogue.ts';
import type { Json } from '../domain/json.ts';
import { asSchema, itemsOf, propertiesOf, responseSchemaOf, typesOf } from '../domain/schema-view.ts';
import { isWrapper } from './key-words.ts';
import type { OperationView, Output } from './operation-view.ts';
import { stem, wordsOf } from './text.ts';
import { isKeyWord, lastSegment } from './things.ts';

/** Paths that answer the caller's own record, and what that is. */
const SELF = /^(?:me|self|myself|whoami|viewer|current-?user)$/i;
const SELF_THINGS =
  'user account member profile person customer owner employee player subscriber student driver patient reader client'
    .split(' ')
    .map((word) => [stem(word)]);

/** Whether a path answers the caller's own record. */
export function isSelf(path: string): boolean {
  return SELF.test(path.split('/').at(-1) ?? '');
}

/** A key in an answer, with the things that it may belong to and the fields that stand beside it. */
export interface AnsweredKey {
  readonly output: Output;
  readonly things: readonly (readonly string[])[];
  readonly beside: ReadonlySet<string>;
}

const MAX_DEPTH = 5;
/** Documents are large, and what is near the root matters most. */
const MAX_NODES = 1500;
const ANSWERED = new WeakMap<OperationView, readonly AnsweredKey[]>();

interface Place {
  readonly schema: JsonSchema;
  readonly path: string;
  readonly things: readonly (readonly string[])[];
  readonly depth: number;
}

/** The keys in an operation's answer, those nearest to its root first. */
export function answeredKeys(view: OperationView): readonly AnsweredKey[] {
  const known = ANSWERED.get(view);
  if (known) return known;
  const found: AnsweredKey[] = [];
  const schema = responseSchemaOf(view.operation);
  const { path } = view.operation;
  const things = isSelf(path) ? SELF_THINGS : [wordsOf(lastSegment(path)).map(stem)];
  const queue: Place[] = schema ? [{ schema, path: '', things, depth: 0 }] : [];
  for (let at = 0; at < queue.length && at < MAX_NODES; at += 1) {
    const place = queue[at];
    if (place) visit(place, found, queue);
  }
  ANSWERED.set(view, found);
  return found;
}

function visit(place: Place, found: AnsweredKey[], queue: Place[]): void {
  const members = propertiesOf(place.schema);
  const items = itemsOf(place.schema);
  if (items && members.length === 0) {
    // What a list holds has a key, also where the document does not say so or was cut.
    if (Object.keys(items).length === 0) found.push(assumed(`${place.path}[0].id`, place));
    else queue.push({ ...place, schema: items, path: `${place.path}[0]` });
    return;
  }
  if (place.depth > 0 && isOpen(place.schema) && !members.some(({ name }) => name === 'id'))
    found.push(assumed(`${place.path}.items[0].id`, place));
  const beside = new Set(members.map(({ name }) => name));
  for (const { name, schema } of members) {
    const terms = wordsOf(name).map(stem);
    const path = `${place.path}${memberPath(name)}`;
    const own = terms.filter((term) => !isKeyWord(term));
    if (own.length < terms.length) {
      const things = own.length > 0 ? [own] : place.things;
      const output = {
        path,
        name,
        types: typesOf(schema),
        description: '',
        terms,
        owner: things[0] ?? [],
        depth: place.depth,
        listsThings: false,
      };
      found.push({ output, things, beside: own.length > 0 ? new Set() : beside });
    }
    if (place.depth < MAX_DEPTH)
      queue.push({
        schema,
        path,
        things: terms.every(isWrapper) ? place.things : [terms],
        depth: place.depth + 1,
      });
  }
}

function memberPath(name: string): string {
  return /^[^.[\]{}\s'"]+$/.test(name) ? `.${name}` : `["${name.replace(/["\]{}]/g, '')}"]`;
}

/** Whether an object may have more members than the document says. */
function isOpen(schema: JsonSchema): boolean {
  const parts = schema['allOf'];
  if (schema['additionalProperties'] === true) return true;
  return Array.isArray(parts) && parts.some((part: Json) => isOpen(asSchema(part) ?? {}));
}

function assumed(path: string, { things, depth }: Place): AnsweredKey {
  const owner = things[0] ?? [];
  const output: Output = {
    path,
    name: 'id',
    types: [],
    description: '',
    terms: ['id'],
    owner,
    depth: depth + 1,
    listsThings: false,
  };
  return { output, things, beside: new Set() };
}
