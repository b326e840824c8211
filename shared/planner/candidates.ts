import type { Json } from '../domain/json.ts';
import type { Source } from './draft.ts';
import type { Entity } from './entities.ts';
import { flag, rowOf, upTo } from './feature-row.ts';
import type { BindContext, Mention } from './mentions.ts';
import { canTake, type Slot } from './slots.ts';
import { stem, wordsOf } from './text.ts';
import { valueFeatures, VALUE_FEATURES } from './value-features.ts';
import { valueOf } from './values.ts';
import { STOP_WORDS } from './words.ts';

/** What is weighed of each way to fill an input: a value named, one of its own, yes or no, an answer, an earlier value. */
export const BIND_FEATURES = {
  value: VALUE_FEATURES,
  enum: ['bias', 'whole', 'required', 'short', 'outside', 'cue'],
  flag: ['bias', 'all', 'explicit', 'negated'],
  link: [
    'bias',
    'supply',
    'same',
    'overlap',
    'said',
    'saidAll',
    'stepSaid',
    'back',
    'last',
    'distance',
    'main',
    'depth',
    'required',
    'key',
    'valueCue',
    'free',
    'typeExact',
    'described',
    'copied',
    'spread',
  ],
  copy: ['bias', 'required', 'sameApi', 'last'],
  none: ['bias', 'required', 'key', 'path', 'enum', 'flag', 'numeric', 'list', 'text', 'named'],
} as const;
export type CandidateKind = keyof typeof BIND_FEATURES;

/** One way to fill an input; without a source it stays open. */
export interface Candidate {
  readonly kind: CandidateKind;
  readonly source?: Source;
  /** The values of the message that it uses. */
  readonly entities?: readonly Entity[];
  readonly features: readonly number[];
}

/** The values that the message names, or rows of them for a list. */
export function valueCandidates(
  slot: Slot,
  {
    slots,
    mentions,
    context,
  }: {
    readonly slots: readonly Slot[];
    readonly mentions: readonly Mention[];
    readonly context: BindContext;
  },
): readonly Candidate[] {
  const able = mentions.filter((mention) => canTake(slot, mention.entity));
  return able.flatMap((mention): Candidate[] => {
    const row = slot.list ? rowFrom(mention, able, context.message) : [mention];
    const entities = row.map((item) => item.entity);
    const value = valueOf(slot.input, entities);
    if (value === undefined) return [];
    const used = context.earlier.some((step) =>
      [...step.bound.values()].some(
        ({ source }) => source.kind === 'literal' && JSON.stringify(source.value) === JSON.stringify(value),
      ),
    );
    const features = valueFeatures({ slot, slots, mention, mentions, able, row: row.length, used, context });
    return [{ kind: 'value', source: { kind: 'literal', value }, entities, features }];
  });
}

/** Values of the same kind that stand together: 'a', 'b' and 'c'. */
function rowFrom(first: Mention, able: readonly Mention[], message: string): readonly Mention[] {
  const row = [first];
  for (const mention of able) {
    const last = row.at(-1)?.entity;
    const { entity } = mention;
    if (!last || entity.from <= last.from || entity.kind !== last.kind || entity.quoted !== last.quoted)
      continue;
    if (!/^[\s,"'”’)\]]*(?:and|or|&)?[\s"'“‘([]*$/i.test(message.slice(last.to, entity.from))) break;
    row.push(mention);
  }
  return row;
}

/** The values of an enumeration that the text says. */
export function enumCandidates({ input }: Slot, { text, message }: BindContext): readonly Candidate[] {
  const here = wordsOf(text).map(stem);
  const anywhere = wordsOf(message).map(stem);
  const found = (input.values ?? []).flatMap((value) => {
    const parts =
      typeof value === 'string' || typeof value === 'number' ? wordsOf(String(value)).map(stem) : [];
    if (parts.every((part) => STOP_WORDS.has(part)) || !containsRun(anywhere, parts)) return [];
    return [{ value, parts, outside: !containsRun(here, parts) }];
  });
  const ranked = found
    .toSorted((a, b) => Number(a.outside) - Number(b.outside) || b.parts.length - a.parts.length)
    .slice(0, 4);
  const list = input.types.includes('array');
  const inside = ranked.filter((item) => !item.outside);
  const [first] = inside;
  const options =
    list && first && inside.length > 1
      ? [{ ...first, value: inside.map((item): Json => item.value) }]
      : ranked.map((item) => ({ ...item, value: list ? [item.value] : item.value }));
  return options.map(({ value, parts, outside }): Candidate => {
    const features = rowOf(BIND_FEATURES.enum, {
      bias: 1,
      whole: flag(parts.length > 1),
      required: flag(input.required),
      short: flag(JSON.stringify(value).length < 5),
      outside: flag(outside),
      cue: flag(input.terms.some((term) => here.includes(term))),
    });
    return { kind: 'enum', source: { kind: 'literal', value }, features };
  });
}

function containsRun(words: readonly string[], run: readonly string[]): boolean {
  return words.some((_, at) => run.every((part, offset) => words[at + offset] === part));
}

const NEGATIONS = /^(?:no|not|without|don't|exclude|excluding|disable)$/;

/** A yes or no that the text speaks of: "include numbers", "without symbols", "pets allowed: true". */
export function flagCandidates({ input, terms }: Slot, { text }: BindContext): readonly Candidate[] {
  const words = wordsOf(text);
  const stems = words.map(stem);
  const said = terms.filter((term) => stems.includes(term));
  if (said.length === 0) return [];
  const places = said.map((term) => stems.indexOf(term));
  const explicit = words
    .slice(Math.max(...places) + 1, Math.max(...places) + 3)
    .find((word) => word === 'true' || word === 'false');
  const before = words.slice(Math.max(0, Math.min(...places) - 3), Math.max(...places));
  const yes = explicit === undefined ? !before.some((word) => NEGATIONS.test(word)) : explicit === 'true';
  const written = input.values?.find(
    (value) => JSON.stringify(value).replaceAll('"', '').toLowerCase() === String(yes),
  );
  const features = rowOf(BIND_FEATURES.flag, {
    bias: 1,
    all: said.length / terms.length,
    explicit: flag(explicit !== undefined),
    negated: flag(!yes),
  });
  return [{ kind: 'flag', source: { kind: 'literal', value: written ?? yes }, features }];
}

/** The value that an input of the same name got in an earlier step: "… and book me a ticket". */
export function copyCandidates({ input }: Slot, { view, earlier }: BindContext): readonly Candidate[] {
  const name = wordsOf(input.name).join(' ');
  const step = earlier.findLast((other) => copied(other, name) !== undefined);
  const source = step ? copied(step, name) : undefined;
  if (!step || !source) return [];
  const features = rowOf(BIND_FEATURES.copy, {
    bias: 1,
    required: flag(input.required),
    sameApi: flag(step.view.api === view.api),
    last: flag(step === earlier.at(-1)),
  });
  return [{ kind: 'copy', source, features }];
}

function copied(step: BindContext['earlier'][number], name: string): Source | undefined {
  const same = step.view.inputs.find((input) => wordsOf(input.name).join(' ') === name);
  const source = same ? step.bound.get(same.name)?.source : undefined;
  return source?.kind === 'literal' ? source : undefined;
}

/** That an input stays open. `named`: whether its name is said beside a value. */
export function noCandidate(
  { input, key, flag: yesNo, numeric, list, text }: Slot,
  named: boolean,
): Candidate {
  const features = rowOf(BIND_FEATURES.none, {
    bias: 1,
    required: flag(input.required),
    key: flag(key),
    path: flag(input.place === 'path'),
    enum: upTo(1, input.values?.length ?? 0),
    flag: flag(yesNo),
    numeric: flag(numeric),
    list: flag(list),
    text: flag(text),
    named: flag(named),
  });
  return { kind: 'none', features };
}
