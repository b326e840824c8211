import type { Entity } from './entities.ts';
import { quotedRanges } from './quotes.ts';
import { startsWithVerb } from './verbs.ts';

/** How a piece of a request is joined to what stands before it. */
export type Joint = 'sentence' | 'strong' | 'comma' | 'and' | 'under';

/** The smallest piece of a request that may be a thing asked for by itself. Positions are in the message. */
export interface Atom {
  readonly from: number;
  readonly to: number;
  readonly joint: Joint;
}

const SENTENCE = /[.!?]+["”']?(?=\s+["'“(]?[\p{Lu}\d]|\s*$)\s*/uy;
const STRONG =
  /(?:\s*;\s*|[\s,]+(?:and\s+)?(?:then|after\s+that|afterwards?|finally|lastly|subsequently|additionally|followed\s+by|as\s+well\s+as|along\s+with|in\s+addition\s+to)\b[\s,]*|(?:\s*,|\s+and)\s+(?:next|also)\b[\s,]*)/iy;
const AND = /\s+(?:and|but|&|plus)\s+/iy;
const COMMA = /,\s+(?:(?:and|as\s+well\s+as|or|but|plus)\s+)?/iy;
const UNDER =
  /,?\s+(?=(?:while|before|after|once|when|if|so\s+that|because|which|including|by\s+\p{L}+ing|using|based\s+on)\b)/iuy;
const PURPOSE = /\s+to\s+(?=\p{L})/uy;
const ABBREVIATION =
  /(?:\b(?:inc|mr|mrs|ms|dr|st|vs|etc|no|ltd|co|jr|sr|e\.g|i\.e|d\.c|u\.s|a\.m|p\.m)|\b\p{Lu})$/iu;

const MAX_ATOMS = 48;

/**
 * Cuts a request wherever one thing asked for may end and the next begin: at the ends of sentences, commas, "and", "then",
 * "while", "by doing", "to do". Nothing is cut inside quotes. What belongs together is decided later. `verbs` are those
 * of the operations at hand.
 */
export function splitAtoms(
  message: string,
  entities: readonly Entity[],
  verbs: ReadonlySet<string>,
): readonly Atom[] {
  const quotes = closedRanges(message);
  const rows = entities.slice(1).flatMap((entity, at) => {
    const before = entities[at];
    return before && ROW.test(message.slice(before.to, entity.from))
      ? [{ from: before.to, to: entity.from }]
      : [];
  });
  const atoms: Atom[] = [];
  let from = 0;
  let joint: Joint = 'sentence';
  const close = (to: number, next: Joint): void => {
    // A piece without a word belongs to the one before it.
    if (/[\p{L}\p{N}]/u.test(message.slice(from, to))) atoms.push({ from, to, joint });
    joint = next;
  };
  for (let at = 0; at < message.length && atoms.length < MAX_ATOMS - 1;) {
    const quote = quotes.find((range) => range.from === at);
    if (quote) {
      at = quote.to;
      if (/[.!?]["”']$/.test(message.slice(quote.from, at)) && /^\s+\p{Lu}/u.test(message.slice(at))) {
        close(at, 'sentence');
        from = at;
      }
      continue;
    }
    const within = rows.some((row) => row.from <= at && at < row.to);
    const cut = within ? undefined : cutAt(message, at, verbs);
    if (!cut) {
      at += 1;
      continue;
    }
    close(cut.joint === 'sentence' ? at + cut.length : at, cut.joint);
    at += cut.length;
    from = cut.keeps ? at - cut.keeps : at;
  }
  close(message.length, 'sentence');
  return atoms;
}

function cutAt(
  message: string,
  at: number,
  verbs: ReadonlySet<string>,
): { readonly joint: Joint; readonly length: number; readonly keeps?: number } | undefined {
  const sign = message[at] ?? '';
  if (/[.!?]/.test(sign)) {
    const sentence = matchAt(SENTENCE, message, at);
    const short = sign === '.' && ABBREVIATION.test(message.slice(Math.max(0, at - 6), at));
    return sentence === undefined || short ? undefined : { joint: 'sentence', length: sentence.length };
  }
  if (!/[\s,;]/.test(sign)) return undefined;
  const strong = matchAt(STRONG, message, at);
  if (strong !== undefined) return { joint: 'strong', length: strong.length };
  const comma = matchAt(COMMA, message, at);
  if (comma !== undefined) return { joint: 'comma', length: comma.length };
  const and = matchAt(AND, message, at);
  if (and !== undefined) return { joint: 'and', length: and.length };
  const under = matchAt(UNDER, message, at);
  if (under !== undefined) return { joint: 'under', length: under.length };
  const purpose = matchAt(PURPOSE, message, at);
  if (purpose !== undefined && startsWithVerb(message.slice(at + purpose.length, at + 80), verbs))
    return { joint: 'under', length: purpose.length, keeps: purpose.trimStart().length };
  return undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Values in a row are one thing: "'a', 'b' and 'c'", "between 3 and 5". */
const ROW = /^[\s"'”’)\]]*(?:,|,?\s*(?:and|or|&)|-|\/)[\s"'“‘([]*$/i;

function closedRanges(message: string): readonly { from: number; to: number }[] {
  const brackets = [...message.matchAll(/\[[^\]]*\]|\([^)]*\)/g)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }));
  return [...quotedRanges(message), ...brackets];
}
