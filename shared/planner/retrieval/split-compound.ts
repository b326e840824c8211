import { SYNONYM_GROUPS } from '../words.ts';
import { stem } from '../text.ts';

/** Words that names are made of, besides those of the document itself. */
const COMMON: ReadonlySet<string> = new Set(SYNONYM_GROUPS.flat().map(stem));
/** Endings that are words only by chance. */
const ENDINGS: ReadonlySet<string> = new Set(['ment', 'ship', 'able', 'ness', 'less', 'ward']);
const SHORTEST = 4;

/**
 * The two words that a name written without a gap is made of (`healthcheck`, `storagesystems`), as stems; undefined where
 * it is none. Both must be words of the document or common ones; of several ways the most even is taken.
 */
export function splitCompound(
  term: string,
  isKnown: (term: string) => boolean,
): readonly [string, string] | undefined {
  if (term.length < 2 * SHORTEST || !/^[a-z]+$/.test(term)) return undefined;
  const known = (word: string): boolean => COMMON.has(word) || isKnown(word);
  let found: readonly [string, string] | undefined;
  let evenness = 0;
  for (let at = SHORTEST; at <= term.length - SHORTEST; at += 1) {
    const shorter = Math.min(at, term.length - at);
    if (shorter <= evenness) continue;
    const left = stem(term.slice(0, at));
    const right = stem(term.slice(at));
    if (ENDINGS.has(right) || !known(left) || !known(right)) continue;
    found = [left, right];
    evenness = shorter;
  }
  return found;
}
