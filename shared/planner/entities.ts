import { quotedRanges } from './clauses.ts';
import { stem, wordsOf } from './text.ts';
import { intentOfVerb } from './verbs.ts';

const ENTITY_KINDS = [
  'quoted',
  'url',
  'email',
  'channel',
  'mention',
  'date',
  'time',
  'phone',
  'number',
  'id',
  'proper',
] as const;
type EntityKind = (typeof ENTITY_KINDS)[number];

/** A value that the request names. */
export interface Entity {
  readonly kind: EntityKind;
  readonly value: string;
  readonly number?: number;
  readonly from: number;
  readonly to: number;
  /** Stems of up to six words before it, nearest first. */
  readonly before: readonly string[];
  /** The words right before it, as written, nearest first. */
  readonly beforeWords: readonly string[];
  /** Stems of up to three words after it. */
  readonly after: readonly string[];
}

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

/** In the order of precedence: what one pattern takes, the later ones do not see. */
const PATTERNS: readonly (readonly [EntityKind, RegExp])[] = [
  ['url', /\bhttps?:\/\/[^\s"'<>]+[^\s"'<>.,;!?)]/giu],
  ['email', /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu],
  ['channel', /(?<![\p{L}\p{N}])#[\p{L}][\p{L}\p{N}_-]*/giu],
  ['mention', /(?<![\p{L}\p{N}])@[\p{L}][\p{L}\p{N}_.-]*/giu],
  ['date', /\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?\b|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b/giu],
  [
    'date',
    new RegExp(
      `\\b(?:${MONTH}\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s+\\d{4})?|\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+)?${MONTH}(?:,?\\s+\\d{4})?)\\b`,
      'giu',
    ),
  ],
  ['id', /\b(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?\b/giu],
  ['time', /\b\d{1,2}(?::\d{2}(?::\d{2})?\s*(?:[ap]\.?m\b)?|\s*[ap]\.?m\b)/giu],
  ['phone', /(?<![\p{L}\p{N}])\+\d[\d\s().-]{6,}\d/giu],
  ['phone', /(?<![\p{L}\p{N}-])(?:\(?\d{3}\)?[ -])?\d{3}-\d{4}(?![\p{L}\p{N}-])/giu],
  [
    'id',
    /\b(?!\d+-?\p{L}+\b)(?=[\p{L}\p{N}_-]*\d)(?=[\p{L}\p{N}_-]*\p{L})[\p{L}\p{N}]+(?:[_-][\p{L}\p{N}]+)*\b/giu,
  ],
  ['number', /\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b/giu],
  ['number', /(?<![\p{L}\p{N}_])[-+]?[$€£]?\d+(?:,\d{3})*(?:\.\d+)?%?(?![\p{L}_\d])/giu],
  [
    'proper',
    /\b\p{Lu}(?:[\p{L}\p{N}'’&/-]|\.(?=[\p{L}\p{N}]))*(?:\s+(?:(?:of|the|de|la|von|van|and|&)\s+)?\p{Lu}(?:[\p{L}\p{N}'’&/-]|\.(?=[\p{L}\p{N}]))*)*/gu,
  ],
];

/** Every value that a text names, in order, none overlapping another. */
export function findEntities(text: string): readonly Entity[] {
  const taken: { kind: EntityKind; from: number; to: number; value: string }[] = quotedRanges(text)
    .filter((range) => range.value.trim() !== '')
    .map(({ from, to, value }) => ({ kind: 'quoted' as const, from, to, value: withoutStop(value) }));
  for (const [kind, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (taken.some((other) => from < other.to && other.from < to)) continue;
      const value = kind === 'proper' ? trimProper(match[0], from === 0) : match[0].trim();
      if (value === '') continue;
      taken.push({
        kind,
        from: from + match[0].indexOf(value),
        to: from + match[0].indexOf(value) + value.length,
        value,
      });
    }
  }
  return describeAll(
    text,
    taken.toSorted((a, b) => a.from - b.from),
  );
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

type Range = Pick<Entity, 'kind' | 'from' | 'to' | 'value'>;

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
    const beforeWords = wordsOf(text.slice(windowStart, range.from)).toReversed().slice(0, 6);
    const own = wordsOf(text.slice(gapStart, range.from)).toReversed().slice(0, 3);
    const after = wordsOf(text.slice(range.to, ranges[at + 1]?.from ?? text.length)).slice(0, 3);
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
