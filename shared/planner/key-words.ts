import { stem } from './text.ts';

const stems = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(stem));

/** Members that only wrap what the member around them is about. */
const WRAPPERS = stems(
  'item data result record value list entry row content response object element hit node edge embedded page payload body collection',
);

/** Whether a stem of a member's name says nothing of what the member holds. */
export function isWrapper(term: string): boolean {
  return WRAPPERS.has(term);
}
