import { stem } from './stem.ts';
import { STOP_WORDS, SYNONYM_GROUPS } from './words.ts';

export { stem } from './stem.ts';

/** Longest request; longer ones are refused by the route and cut here. */
export const MAX_MESSAGE_LENGTH = 4000;

/** What documents are mostly written in; the Unicode classes cost ten times as much. */
const PLAIN = /^[ -~]*$/;

/**
 * Text from outside without what a person cannot see: control, format, private-use and unassigned characters (zero
 * width, bidirectional marks, tag characters) and variation selectors. Line breaks and tabs become spaces.
 */
export function visibleText(text: string): string {
  if (PLAIN.test(text)) return text.includes('  ') ? text.replace(/ {2,}/g, ' ').trim() : text.trim();
  return text
    .normalize('NFC')
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu, '')
    .trim();
}

/** Splits names and sentences into lower-case words; `petId`, `pet_id` and `HTTPServer` come apart. */
export function wordsOf(text: string): string[] {
  if (PLAIN.test(text)) return plainWords(text);
  return (
    text
      .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
      .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
      .replace(/[\u2018\u2019]/g, "'")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:'\p{L}+)?/gu) ?? []
  );
}

function plainWords(text: string): string[] {
  const apart = text.replace(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2 ');
  return apart.toLowerCase().match(/[a-z0-9]+(?:'[a-z]+)?/g) ?? [];
}

/** Stems of the words that mean something, in order, repeated ones kept. */
export function termsOf(text: string): string[] {
  return wordsOf(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map(stem);
}

const SYNONYMS: ReadonlyMap<string, readonly string[]> = indexSynonyms();

function indexSynonyms(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const group of SYNONYM_GROUPS.map((words) => words.map(stem))) {
    for (const word of group) {
      const others = group.filter((other) => other !== word);
      found.set(word, [...new Set([...(found.get(word) ?? []), ...others])]);
    }
  }
  return found;
}

/** Stems that mean the same as this one. */
export function synonymsOf(term: string): readonly string[] {
  return SYNONYMS.get(term) ?? [];
}
