import { STOP_WORDS, SYNONYM_GROUPS } from './words.ts';

/** Longest request; longer ones are refused by the route and cut here. */
export const MAX_MESSAGE_LENGTH = 4000;

/**
 * Text from outside without what a person cannot see: control, format, private-use and unassigned characters (zero
 * width, bidirectional marks, tag characters) and variation selectors. Line breaks and tabs become spaces.
 */
export function visibleText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu, '')
    .trim();
}

/** Splits names and sentences into lower-case words; `petId`, `pet_id` and `HTTPServer` come apart. */
export function wordsOf(text: string): string[] {
  return (
    text
      .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
      .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
      .replace(/[\u2018\u2019]/g, "'")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:'\p{L}+)?/gu) ?? []
  );
}

const VOWEL = /[aeiouy]/;

/** A light stem: plural, -ing, -ed, -ion and final -e removed, so that calibrating, calibrate and calibration meet. */
export function stem(word: string): string {
  let base = word.replace(/'s?$/, '');
  if (base.length > 4 && base.endsWith('ies')) base = `${base.slice(0, -3)}y`;
  else if (base.length > 4 && /(?:ss|sh|ch|x|z)es$/.test(base)) base = base.slice(0, -2);
  else if (base.length > 3 && base.endsWith('s') && !/(?:ss|us|is)$/.test(base)) base = base.slice(0, -1);
  if (base.length > 5 && base.endsWith('ing') && VOWEL.test(base.slice(0, -3)))
    base = undouble(base.slice(0, -3));
  else if (base.length > 4 && base.endsWith('ed') && VOWEL.test(base.slice(0, -2)))
    base = undouble(base.slice(0, -2));
  else if (base.length > 6 && base.endsWith('ation')) base = base.slice(0, -3);
  else if (base.length > 5 && base.endsWith('ion')) base = base.slice(0, -3);
  return base.length > 4 && base.endsWith('e') ? base.slice(0, -1) : base;
}

function undouble(base: string): string {
  return /([bdgmnprt])\1$/.test(base) ? base.slice(0, -1) : base;
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
