import { intentOfClause } from '../intents.ts';
import { stem, synonymsOf, termsOf, visibleText, wordsOf } from '../text.ts';
import { intentOfVerb, type Intent } from '../verbs.ts';
import { hashOf } from './hash.ts';

/** A word of a request. */
export interface Word {
  readonly hash: number;
  /** Other words for the same thing. */
  readonly synonyms: readonly number[];
}

/** A word in a passage, by its number in the request; `weight` is 1 for a plain word. */
export interface Mention {
  readonly word: number;
  readonly weight: number;
}

/** A part of a request that one operation may serve. */
export interface Passage {
  readonly kind: 'whole' | 'clause' | 'piece';
  readonly mentions: readonly Mention[];
  /** The stem of its verb, as `hashOf`. */
  readonly verb: number;
  readonly verbSynonyms: readonly number[];
  readonly intent: Intent | undefined;
}

/** A request as retrieval reads it. The first passage is the whole of it. */
export interface Request {
  readonly words: readonly Word[];
  readonly passages: readonly Passage[];
  /** Whether it names somebody or something: a name, or a text in quotes. */
  readonly names: boolean;
}

const MAX_CLAUSES = 16;
const MAX_PIECES = 20;

/** How much a value says of the operation: what stands in quotes, and what is written like a name. */
const QUOTED = 0.3;
const NAMED = 0.5;

const SENTENCE_END = /(?<=[.!?;])\s+/;
const PIECE_END =
  /\s*[,;:]\s+|\s+(?:and then|and also|then|after that|and|as well as|along with|while|before|after|followed by|so that|in order to|by)\s+/i;
const LEAD =
  /^(?:please|kindly|also|finally|additionally|then|next|first|and|or|but|to|i|you|we|can|could|would|like|want|need|me|help|let|us|d|my|the)$/;
const VALUE =
  /"[^"]*"|“[^”]*”|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])|‘[^’]*’|https?:\/\/\S+|[\w.+-]+@[\w.-]+/gu;
const NUMBER = /^[\d.,:%$€£-]+$/;

/** Reads a request into the whole of it, its clauses, and the pieces between its commas. Bounded in every part. */
export function readRequest(text: string): Request {
  const words: Word[] = [];
  const numbers = new Map<string, number>();
  const number = (term: string): number => {
    const known = numbers.get(term);
    if (known !== undefined) return known;
    numbers.set(term, words.length);
    words.push({ hash: hashOf(term), synonyms: synonymsOf(term).map(hashOf) });
    return words.length - 1;
  };
  const whole = visibleText(text);
  const passages: Passage[] = [];
  const seen = new Set<string>();
  const add = (part: string, kind: Passage['kind']): void => {
    if (seen.has(part)) return;
    seen.add(part);
    const mentions = mentionsIn(part).map(([term, weight]) => ({ word: number(term), weight }));
    if (mentions.length > 0 || kind === 'whole') passages.push({ kind, mentions, ...verbOf(part) });
  };
  add(whole, 'whole');
  const { clauses, pieces } = split(whole);
  for (const clause of clauses.slice(0, MAX_CLAUSES)) add(clause, 'clause');
  for (const piece of pieces.slice(0, MAX_PIECES)) if (termsOf(piece).length > 1) add(piece, 'piece');
  return { words, passages, names: namesSomething(whole) };
}

/** A clause is a run of pieces that starts with a verb. */
function split(text: string): { readonly clauses: readonly string[]; readonly pieces: readonly string[] } {
  const clauses: string[] = [];
  const all: string[] = [];
  for (const sentence of text.split(SENTENCE_END)) {
    const pieces = sentence.split(PIECE_END).filter((piece) => piece.trim() !== '');
    let clause = '';
    for (const piece of pieces) {
      const first = wordsOf(piece).find((word) => !LEAD.test(word)) ?? '';
      if (clause !== '' && intentOfVerb(first) !== undefined) {
        clauses.push(clause);
        clause = '';
      }
      clause = clause === '' ? piece : `${clause} , ${piece}`;
    }
    if (clause !== '') clauses.push(clause);
    if (pieces.length > 1) all.push(...pieces);
  }
  return { clauses, pieces: all };
}

/** The stems of a text with their weights; values count less, numbers not at all. */
function mentionsIn(text: string): readonly (readonly [string, number])[] {
  const found = new Map<string, number>();
  const read = (part: string, weight: number): void => {
    for (const match of part.matchAll(/[\p{L}\p{N}'’_-]+/gu)) {
      const before = part.slice(0, match.index);
      const opens = /^[\s"'“(]*$|[.!?]\s+$/.test(before);
      const named = weight === 1 && !opens && /^\p{Lu}/u.test(match[0]);
      for (const term of termsOf(match[0])) {
        if (!NUMBER.test(term)) found.set(term, Math.max(found.get(term) ?? 0, named ? NAMED : weight));
      }
    }
  };
  let last = 0;
  for (const match of text.matchAll(VALUE)) {
    read(text.slice(last, match.index), 1);
    read(match[0], QUOTED);
    last = match.index + match[0].length;
  }
  read(text.slice(last), 1);
  return [...found];
}

function namesSomething(text: string): boolean {
  return /["“'‘]|\s\p{Lu}/u.test(text.replace(/[.!?]\s+\p{Lu}/gu, '. '));
}

function verbOf(text: string): Pick<Passage, 'verb' | 'verbSynonyms' | 'intent'> {
  const words = wordsOf(text);
  const verb = stem(words.slice(0, 8).find((word) => intentOfVerb(word) !== undefined) ?? words[0] ?? '');
  return { verb: hashOf(verb), verbSynonyms: synonymsOf(verb).map(hashOf), intent: intentOfClause(text) };
}
