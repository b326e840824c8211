import { isLight } from './light-words.ts';
import { stem, wordsOf } from './text.ts';
import { STOP_WORDS } from './words.ts';

/** The thing that a piece of a request asks for: "the monthly reports" of "show me the monthly reports of the shop". */
export interface AskedObject {
  /** Stems of its words, the verb left out. */
  readonly terms: readonly string[];
  /** Stem of the last of them that means something, which the others only describe. */
  readonly head: string | undefined;
  /** Whether several are asked for, in so many words ("all", "a list of") or not, or one that is already known. */
  readonly many: boolean;
  readonly all: boolean;
  readonly one: boolean;
}

/** Words that end the name of a thing and begin its circumstances. Data. */
const ENDS =
  /^(?:of|for|in|on|at|by|with|from|to|about|that|which|who|whose|where|when|using|based|including|between|into|as|and|or|so|if|is|are|was|were|has|have|via|within|during|across|per|through|against|after|before|while|such|like)$/;
const MANY = /\b(?:all|every|each|several|lists?|any|which)\b/i;
const ONE =
  /\b(?:an?|the|this|that|one|my) (?:specific|particular|certain|single|given|individual)\b|\b(?:a|an) \p{L}+(?:'s)? details\b|\b(?:by|with|using|via|its|whose) (?:\p{L}+ ){0,3}ids?\b|\bidentified by\b|\bids? (?:is |of )?["'“‘#]?\S*\d/iu;
const ALL = /\b(?:all|every|each|lists? of)\b/i;
const PLURAL = /(?:[^sui]s|ies)$/;

/** What a piece of a request asks for; `verb`: whether its first word says what to do with it. */
export function askedObject(text: string, verb: boolean): AskedObject {
  const words = wordsOf(text.replace(/"[^"]*"|“[^”]*”|(?<!\p{L})'[^']*'(?!\p{L})/gu, ' ')).slice(
    verb ? 1 : 0,
  );
  const terms: string[] = [];
  let last = '';
  for (const word of words) {
    // "The orders related to it".
    const participle = terms.length > 0 && word.endsWith('ed');
    if (ENDS.test(word) || participle) {
      // "A list of orders" asks for orders.
      if (terms.some((term) => !isLight(term))) break;
      continue;
    }
    if (STOP_WORDS.has(word) || word.endsWith('ly')) continue;
    terms.push(stem(word));
    last = word;
  }
  return {
    terms,
    head: terms.findLast((term) => !isLight(term)) ?? terms.at(-1),
    many: PLURAL.test(last) || MANY.test(text),
    all: ALL.test(text),
    one: ONE.test(text),
  };
}
