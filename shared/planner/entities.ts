import { ENTITY_PATTERNS, type EntityKind } from './entity-patterns.ts';
import { quotedRanges } from './quotes.ts';
import { stem, wordsOf } from './text.ts';
import { intentOfVerb } from './verbs.ts';

export type { EntityKind } from './entity-patterns.ts';

/** A value that the request names. */
export interface Entity {
  readonly kind: EntityKind;
  readonly value: string;
  readonly number?: number;
  /** Of a list in brackets. */
  readonly items?: readonly string[];
  /** Whether it stands in quotes, whatever it looks like. */
  readonly quoted: boolean;
  readonly from: number;
  readonly to: number;
  /** Stems of up to six words before it, nearest first. */
  readonly before: readonly string[];
  /** The words right before it, as written, nearest first. */
  readonly beforeWords: readonly string[];
  /** Stems of up to three words after it. */
  readonly after: readonly string[];
}

/** Every value that a text names, in order, none overlapping another. */
export function findEntities(text: string): readonly Entity[] {
  const taken: Range[] = quotedRanges(text)
    .filter((range) => range.value.trim() !== '')
    .map(({ from, to, value }) => ({ ...readQuoted(withoutStop(value)), from, to, quoted: true }));
  for (const match of text.matchAll(/\[([^[\]]*)\]/gu)) {
    const [from, to] = [match.index, match.index + match[0].length];
    const items = (match[1] ?? '').split(',').map((item) => item.trim().replace(/^["'“‘]|["'”’]$/g, ''));
    if (items[0] === '') continue;
    // Quotes inside are the list's own.
    for (let at = taken.length - 1; at >= 0; at -= 1) {
      const inner = taken[at];
      if (inner && from < inner.to && inner.from < to) taken.splice(at, 1);
    }
    taken.push({ kind: 'list', from, to, value: match[0], quoted: false, items });
  }
  for (const [kind, pattern] of ENTITY_PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (taken.some((other) => from < other.to && other.from < to)) continue;
      const value =
        kind === 'proper'
          ? trimProper(match[0], from === 0 || /[.!?:]["”']?\s+$/.test(text.slice(0, from)))
          : match[0].trim();
      if (value === '') continue;
      const start = from + match[0].indexOf(value);
      taken.push({ kind, from: start, to: start + value.length, value, quoted: false });
    }
  }
  return describeAll(
    text,
    taken.toSorted((a, b) => a.from - b.from),
  );
}

/** A quoted text is of the kind that all of it looks like. */
function readQuoted(value: string): { readonly kind: EntityKind; readonly value: string } {
  for (const [kind, pattern] of ENTITY_PATTERNS) {
    if (kind === 'proper') continue;
    const match = [...value.matchAll(pattern)][0];
    if (match?.[0] === value && !(kind === 'number' && /^[a-z]/i.test(value))) return { kind, value };
  }
  return { kind: 'quoted', value };
}

const NO_NAMES: ReadonlySet<string> = new Set([
  'id',
  'ids',
  'api',
  'url',
  'ok',
  'please',
  'can',
  'also',
  'then',
  'i',
]);

/** A capital at the start of a sentence is no name. */
function trimProper(value: string, opens: boolean): string {
  const words = value.split(/\s+/);
  const first = words[0] ?? '';
  const drop =
    first === 'I' ||
    /^I['’]/.test(first) ||
    (opens && (intentOfVerb(first) !== undefined || words.length === 1));
  const kept = drop ? words.slice(1) : words;
  while (kept.length > 0 && !/^\p{Lu}/u.test(kept[0] ?? '')) kept.shift();
  const name = kept.join(' ');
  if (NO_NAMES.has(name.toLowerCase())) return '';
  return name.replace(/[.'’/-]+$/, '').replace(/['’]s$/, '');
}

/** A sentence's end inside the quotes is no part of a single word: "abcd1234." */
function withoutStop(value: string): string {
  return /\s/.test(value.trim()) ? value : value.replace(/(?<=.)[.,]$/, '');
}

type Range = Pick<Entity, 'kind' | 'from' | 'to' | 'value' | 'quoted' | 'items'>;

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  twenty: 20,
};

function numberOf(value: string): number {
  return NUMBER_WORDS[value.toLowerCase()] ?? Number(value.replace(/[$€£,%+]/g, ''));
}

/** The words around each value belong to it as far as the next value: "$500 revenue and $300 expenses". */
function describeAll(text: string, ranges: readonly Range[]): readonly Entity[] {
  let windowStart = 0;
  return ranges.map((range, at) => {
    const gapStart = ranges[at - 1]?.to ?? 0;
    // "'A', 'B' and 'C'": those in a row share the words before the first.
    if (!/^[\s,"'”’)\]]*(?:and|or|&|to)?[\s"'“‘([]*$/i.test(text.slice(gapStart, range.from)))
      windowStart = gapStart;
    // What stands before an "and" belongs to the value before it: "900 income and 650 cost".
    const gap = text.slice(windowStart, range.from);
    const clear = at === 0 ? 0 : (/^.*(?:\band\b|[,;])/su.exec(gap)?.[0].length ?? 0);
    const beforeWords = wordsOf(gap.slice(windowStart === gapStart ? clear : 0))
      .toReversed()
      .slice(0, 6);
    const own = wordsOf(text.slice(gapStart, range.from)).toReversed().slice(0, 3);
    const follows = text.slice(range.to, ranges[at + 1]?.from ?? text.length);
    const after = wordsOf(at + 1 < ranges.length ? (follows.split(/\band\b|[,;]/)[0] ?? '') : follows).slice(
      0,
      3,
    );
    const number = range.kind === 'number' ? numberOf(range.value) : undefined;
    return {
      ...range,
      ...(number === undefined || Number.isNaN(number) ? {} : { number }),
      before: beforeWords.map(stem),
      beforeWords: own.length > 0 ? own : beforeWords.slice(0, 3),
      after: after.map(stem),
    };
  });
}

/** A run of plain words as a value, with the words around it. */
export function describeWords(text: string, range: Range): Entity {
  const beforeWords = wordsOf(text.slice(Math.max(0, range.from - 60), range.from))
    .toReversed()
    .slice(0, 4);
  const after = wordsOf(text.slice(range.to, range.to + 40)).slice(0, 3);
  return {
    ...range,
    before: beforeWords.map(stem),
    beforeWords: beforeWords.slice(0, 3),
    after: after.map(stem),
  };
}
