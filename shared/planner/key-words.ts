import { stem } from './text.ts';

const stems = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(stem));

/** Words of names that hold a key. */
const KEYS = stems('id ids uuid uid guid key slug sid uri uris identifier gid');
/** Words of names by which people know a thing. */
const HANDLES = stems('name login handle code number ref token');
/** Members that only wrap what the member around them is about. */
const WRAPPERS = stems(
  'item data result record value list entry row content response object element hit node edge embedded page payload body collection',
);

/** Whether a stem of a name says that it holds a key. */
export function isKeyWord(term: string): boolean {
  return KEYS.has(term);
}

/** Whether a stem of a name says that it holds a key, or what people call the thing by. */
export function isNamingWord(term: string): boolean {
  return KEYS.has(term) || HANDLES.has(term);
}

/** Whether a stem of a member's name says nothing of what the member holds. */
export function isWrapper(term: string): boolean {
  return WRAPPERS.has(term);
}
