import type { Input, OperationShape } from '../operation-view.ts';
import { isKeyWord, isNamingWord, isWrapper } from '../key-words.ts';
import { stem, wordsOf } from '../text.ts';

/** Paths that answer the caller's own record. */
const SELF = /^(?:me|self|myself|whoami|viewer)$/i;

const isPlaceholder = (part: string): boolean => part.startsWith('{');

/** A thing whose key a call must be told. `head` is its last word; `weight`, 0 to 1, is lower where it may be left out. */
export interface Need {
  readonly key: string;
  readonly head: string;
  readonly weight: number;
}

/** The things whose keys an operation must be told: `pet` for `petId`, or for `{id}` below `/pets`. */
export function needsOf(view: OperationShape): readonly Need[] {
  const parts = view.operation.path.split('/').filter((part) => part !== '');
  return view.inputs.flatMap((input) => {
    const subject = neededThing(input, view, parts);
    const head = subject.at(-1);
    return head === undefined ? [] : [{ key: resourceKey(subject), head, weight: input.required ? 1 : 0.5 }];
  });
}

function neededThing(input: Input, view: OperationShape, parts: readonly string[]): readonly string[] {
  if (input.values) return [];
  const keyed = input.terms.some(isKeyWord);
  if (input.place !== 'path' && !keyed) return [];
  const own = input.terms.filter((term) => !isNamingWord(term));
  if (own.length > 0) return input.required ? own : [];
  const before = input.place === 'path' ? parts.indexOf(`{${input.name}}`) : parts.length;
  // The key in a GET's query narrows an answer; in a change it says what is changed.
  if (input.place !== 'path' && view.operation.method === 'GET') return [];
  return stemsOf(parts.slice(0, Math.max(0, before)).findLast((part) => !isPlaceholder(part)) ?? '');
}

/** How surely an operation's answer holds the key of a thing, 0 to 1, by the thing. */
export function providesOf(view: OperationShape): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const put = (thing: readonly string[], strength: number): void => {
    const head = thing.at(-1);
    if (head === undefined) return;
    raise(found, resourceKey(thing), strength);
    if (thing.length > 1) raise(found, head, strength * 0.7);
  };
  for (const { name, terms, owner, depth, types, listsThings } of view.outputs) {
    const strength = 1 - 0.12 * depth;
    if (terms.some(isNamingWord)) {
      const own = terms.filter((term) => !isNamingWord(term));
      put(own.length > 0 ? own : owner, strength * (terms.some(isKeyWord) ? 1 : 0.6));
    }
    // What a list holds has a key, also where the document does not say so or was cut.
    if (listsThings || isCollection(name, types)) put(terms.every(isWrapper) ? owner : terms, strength * 0.9);
  }
  const { method, path } = view.operation;
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  if (method === 'GET' && !isPlaceholder(last)) put(stemsOf(last), 0.8);
  if (method === 'GET' && SELF.test(last)) put(stemsOf('user'), 1);
  return found;
}

/** An object named in the plural wraps a list: `tracks: {items: […]}`. */
function isCollection(name: string, types: readonly string[]): boolean {
  return types.includes('object') && /[^s]s$/.test(name);
}

function stemsOf(text: string): readonly string[] {
  return wordsOf(text).map(stem);
}

function resourceKey(thing: readonly string[]): string {
  return [...new Set(thing)].toSorted().join(' ');
}

function raise(found: Map<string, number>, key: string, strength: number): void {
  found.set(key, Math.max(found.get(key) ?? 0, strength));
}
