import { startsWithVerb } from './verbs.ts';

/** One thing that a request asks for. */
export interface Clause {
  readonly text: string;
  /** Position of the text in the message. */
  readonly start: number;
  /** Whether it opens with a verb or asks a question; the others only give context. */
  readonly asks: boolean;
}

const LEAD =
  /^(?:\s|,|;|and\b|then\b|also\b|finally\b|lastly\b|first\b(?!\s+(?:one|of))|firstly\b|second(?:ly)?,|third(?:ly)?,|next\b,?|after(?:\s+that|wards?)\b|additionally\b|furthermore\b|moreover\b|in addition\b|plus\b|please\b|kindly\b|once done\b|subsequently\b|later\b|so\b|but\b|hey\b|hi\b|hello\b|now\b|can you\b|could you\b|would you\b|will you\b|can i\b|could i\b|may i\b|i(?:'d| would) (?:also )?(?:like|love)(?: you)? to\b|i(?: also)? (?:want|need|wish|have)(?: you)? to\b|i(?:'m| am) (?:looking|trying|going|planning) to\b|help me(?: to)?\b|let me\b|let's\b|we (?:want|need|would like) to\b|how (?:can|do|could|should) (?:i|we)\b|go ahead and\b|just\b|by\b|to\b|also\b|assist me (?:in|by|with)\b|you\b)/i;

const STRONG =
  /(?:\s*;\s*|\s*,?\s*\b(?:and then|and also|and finally|then|after that|afterwards?|finally|subsequently)\b\s*,?\s*)/giy;
const WEAK = /(?:\s*,\s*(?:and|as well as|or|but)?\s+|\s+(?:and|as well as|but)\s+)/giy;
const SENTENCE = /[.!?]+(?=\s+["'“(]?[\p{Lu}\d]|\s*$)\s*/uy;
const ABBREVIATION =
  /(?:\b(?:inc|mr|mrs|ms|dr|st|vs|etc|no|ltd|co|jr|sr|e\.g|i\.e|d\.c|u\.s|a\.m|p\.m)|\b\p{Lu})$/iu;

/**
 * Splits a request into what it asks for, in order. A comma or an "and" splits only where a verb follows, so that lists
 * of things stay together; nothing splits inside quotes. `verbs` are those of the operations at hand.
 */
export function splitClauses(message: string, verbs: ReadonlySet<string>): readonly Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  const close = (end: number): void => {
    const clause = trimClause(message.slice(start, end), start, verbs);
    if (clause) clauses.push(clause);
  };
  const quoted = quotedRanges(message);
  for (let at = 0; at < message.length;) {
    const range = quoted.find((candidate) => candidate.from === at);
    if (range) {
      at = range.to;
      // "… in April." Can you …": the sentence ends with the quote.
      if (/[.!?]["”']$/.test(message.slice(range.from, at)) && /^\s+\p{Lu}/u.test(message.slice(at))) {
        close(at);
        start = at;
      }
      continue;
    }
    const length = separatorAt(message, at, verbs);
    if (length === 0) {
      at += 1;
      continue;
    }
    close(at + (/[.!?]/.test(message[at] ?? '') ? 1 : 0));
    at += length;
    start = at;
  }
  close(message.length);
  return clauses;
}

function separatorAt(message: string, at: number, verbs: ReadonlySet<string>): number {
  const before = message[at - 1] ?? ' ';
  const sentence = matchAt(SENTENCE, message, at);
  if (sentence !== undefined && !ABBREVIATION.test(message.slice(Math.max(0, at - 6), at)))
    return sentence.length;
  if (/[\s,;]/.test(message[at] ?? '') || /[\s,;]/.test(before)) {
    const strong = matchAt(STRONG, message, at);
    if (strong !== undefined && /^[\s,;]/.test(strong)) return strong.length;
    const weak = matchAt(WEAK, message, at);
    const rest = weak === undefined ? '' : stripLead(message.slice(at + weak.length)).text;
    // "edit and delete content": two verbs with one object are one thing.
    const twin =
      !/,/.test(weak ?? '') && startsWithVerb(/(\p{L}+)$/u.exec(message.slice(0, at))?.[1] ?? '', verbs);
    if (weak !== undefined && !twin && startsWithVerb(rest, verbs)) return weak.length;
  }
  return 0;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function stripLead(text: string): { readonly text: string; readonly cut: number } {
  let rest = text;
  for (let match = LEAD.exec(rest); match && match[0] !== ''; match = LEAD.exec(rest))
    rest = rest.slice(match[0].length);
  return { text: rest, cut: text.length - rest.length };
}

function trimClause(raw: string, start: number, verbs: ReadonlySet<string>): Clause | undefined {
  const { text, cut } = stripLead(raw);
  const trimmed = text.replace(/[\s,;]+$/, '');
  if (!/[\p{L}\p{N}]/u.test(trimmed)) return undefined;
  const asks =
    startsWithVerb(trimmed, verbs) ||
    /\?\s*$/.test(raw) ||
    /^(?:what|who|which|where|when|how|is|are)\b/i.test(trimmed);
  return { text: trimmed, start: start + cut, asks };
}

/** Where quotes open and close. An apostrophe inside a word is no quote. */
export function quotedRanges(text: string): readonly { from: number; to: number; value: string }[] {
  const found: { from: number; to: number; value: string }[] = [];
  const pattern =
    /"([^"]*)"|“([^”]*)”|(?<![\p{L}\p{N}])'((?:[^']|'(?=\p{L}))*?)'(?![\p{L}\p{N}])|‘([^’]*)’|`([^`]*)`/gu;
  for (const match of text.matchAll(pattern)) {
    const value = match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5] ?? '';
    found.push({ from: match.index, to: match.index + match[0].length, value });
  }
  return found;
}
