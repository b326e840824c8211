import { stem, termsOf, wordsOf } from './text.ts';
import type { Input, OperationView, PlannerApi } from './operation-view.ts';

const stems = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(stem));

/** Words of names that hold a key and say nothing of the thing it belongs to. */
const KEYS = stems('id ids uuid uid guid key slug sid uri uris identifier gid');

/** Whether a stem of a name says that it holds a key. */
export function isKeyWord(term: string): boolean {
  return KEYS.has(term);
}

/** Whether an input takes the key of one thing. */
export function takesKey(input: Input): boolean {
  return !input.values && (input.place === 'path' || input.terms.some(isKeyWord));
}

/** The last segment of a path that is no placeholder. */
export function lastSegment(path: string): string {
  return segmentsOf(path).findLast((part) => !part.startsWith('{')) ?? '';
}

export function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

/**
 * What an input that takes a key is about, likeliest first: `pet` of `petId`; of a plain `id` the collection before it in
 * the path, or what the operation's name and the input's description say it is.
 */
export function thingsOf(input: Input, view: OperationView): readonly (readonly string[])[] {
  const own = input.terms.filter((term) => !isKeyWord(term));
  if (own.length > 0) return [own];
  const parts = segmentsOf(view.operation.path);
  const before = input.place === 'path' ? parts.indexOf(`{${input.name}}`) : parts.length;
  const collection = parts.slice(0, Math.max(0, before)).findLast((part) => !part.startsWith('{'));
  const found = collection === undefined ? [] : [wordsOf(collection).map(stem)];
  if (input.place === 'path') return found;
  const known = resourcesOf(view.api);
  const said = [...view.nameTerms, ...termsOf(input.description)].filter((term) => known.has(term));
  return [...found, ...[...new Set(said)].slice(0, 4).map((term) => [term])];
}

const RESOURCES = new WeakMap<PlannerApi, ReadonlySet<string>>();

/** Stems of what an API's paths are about. */
function resourcesOf(api: PlannerApi): ReadonlySet<string> {
  const known = RESOURCES.get(api);
  if (known) return known;
  const segments = api.catalogue.operations.flatMap(({ path }) => segmentsOf(path));
  const found = new Set(
    segments.filter((part) => !part.startsWith('{')).map((part) => stem(wordsOf(part).at(-1) ?? '')),
  );
  RESOURCES.set(api, found);
  return found;
}

/** `playlist` and `owned playlist`: the last word decides, and one name holds the other. */
export function isSameThing(a: readonly string[], b: readonly string[]): boolean {
  const head = a.at(-1);
  if (head === undefined || head !== b.at(-1)) return false;
  return a.length === 1 || b.length === 1 || a.every((term) => b.includes(term));
}
