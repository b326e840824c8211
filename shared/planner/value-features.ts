import { CUES, UNITS } from './cues.ts';
import type { Entity, EntityKind } from './entities.ts';
import { flag, rowOf, type Features } from './feature-row.ts';
import type { BindContext, Mention } from './mentions.ts';
import { ownWords } from './mentions.ts';
import { canTake, type Slot } from './slots.ts';
import { termsOf } from './text.ts';

/** What is weighed when a value that the message names goes to an input. */
export const VALUE_FEATURES = [
  'bias',
  'made',
  'unmade',
  'unmadeQuoted',
  'cueBefore',
  'cueAfter',
  'cueAll',
  'cueWord',
  'otherCue',
  'unit',
  'percent',
  'described',
  'valueDescribed',
  'required',
  'quoted',
  'proper',
  'number',
  'id',
  'long',
  'key',
  'keyLike',
  'query',
  'queryQuoted',
  'textQuoted',
  'textOther',
  'count',
  'listRow',
  'optionalLoose',
  'onlyValue',
  'onlySlot',
  'order',
  'many',
  'used',
  'told',
  'own',
  'outside',
  'after',
  'elsewhere',
  'elsewhereFree',
  'modifier',
  'modifierProper',
  'place',
  'words',
  'wordsDescribed',
  'wordsRequired',
  'wordsCued',
  'wordsPlaced',
  'wordsOptional',
] as const;
type ValueFeature = (typeof VALUE_FEATURES)[number];

/** Kinds that only some inputs are made for. */
const SPECIAL: ReadonlySet<EntityKind> = new Set([
  'url',
  'email',
  'ip',
  'street',
  'city',
  'zip',
  'state',
  'channel',
  'mention',
  'date',
  'time',
  'phone',
  'currency',
  'language',
  'country',
]);
const PLACES_A_WORD = /^(?:of|for|in|by|on|about|with|as|using)$/;
const PLACES_A_PLACE = /^(?:in|at|near|from|to|around|for)$/;

/** Everything that is known when one value is held against one input. */
export interface Fit {
  readonly slot: Slot;
  readonly slots: readonly Slot[];
  readonly mention: Mention;
  /** All values, and those that the input can take. */
  readonly mentions: readonly Mention[];
  readonly able: readonly Mention[];
  /** Values in a row that go there together. */
  readonly row: number;
  /** Whether an earlier call uses the same value. */
  readonly used: boolean;
  readonly context: BindContext;
}

/** What speaks for a value's going to an input. */
export function valueFeatures(fit: Fit): readonly number[] {
  const { slot, mention, able, context } = fit;
  const { entity } = mention;
  const { input } = slot;
  const said = termsOf(entity.value);
  const within = (terms: ReadonlySet<string>): boolean =>
    said.length > 0 && said.every((term) => terms.has(term));
  const special = SPECIAL.has(entity.kind);
  const made = slot.made.has(entity.kind) || (slot.made.has('phone') && /^\+?\d{7,15}$/.test(entity.value));
  const string = !slot.numeric;
  const own = nameCue(slot, entity);
  const cueWord = hasCueWord(slot, entity, able);
  const preposition = entity.beforeWords.find((word) => !/^(?:an?|the)$/.test(word)) ?? '';
  const near = [...entity.before.slice(0, 3), ...entity.after.slice(0, 1)];
  const features: Features<ValueFeature> = {
    bias: 1,
    made: flag(made),
    unmade: flag(string && !made && (special || (slot.made.size > 0 && !entity.quoted))),
    unmadeQuoted: flag(string && entity.quoted && !special && slot.made.size > 0),
    ...cueFeatures(slot, entity),
    cueWord: flag(cueWord),
    otherCue: Math.max(
      0,
      ...fit.slots.filter((other) => other !== slot).map((other) => nameCue(other, entity) - own),
    ),
    described: flag(near.some((term) => slot.described.has(term))),
    valueDescribed: flag(within(slot.described)),
    required: flag(input.required),
    quoted: flag(string && entity.quoted),
    proper: flag(string && entity.kind === 'proper'),
    number: flag(string && entity.kind === 'number'),
    id: flag(string && entity.kind === 'id'),
    long: flag(!slot.text && !slot.query && said.length > 4),
    key: flag(slot.key),
    keyLike: flag(slot.key && (entity.kind === 'id' || (entity.quoted && /^\S*\d\S*$/.test(entity.value)))),
    query: flag(slot.query && string),
    queryQuoted: flag(slot.query && entity.quoted),
    textQuoted: flag(slot.text && entity.quoted),
    textOther: flag(slot.text && !entity.quoted),
    listRow: flag(slot.list && fit.row > 1),
    optionalLoose: flag(!input.required && own === 0 && !made && !cueWord),
    ...rivalFeatures(fit, special),
    used: flag(fit.used),
    told: flag(
      said.length > 0 &&
        said.every((term) =>
          context.earlier.some(
            ({ view }) =>
              view.nameTerms.includes(term) || view.outputs.some((output) => output.terms.includes(term)),
          ),
        ),
    ),
    own: flag(within(ownWords(context.view))),
    outside: flag(mention.outside !== 0),
    after: flag(mention.outside > 0),
    elsewhere: flag(mention.elsewhere),
    elsewhereFree: flag(mention.elsewhere && !fit.used),
    modifier: flag(mention.modifier),
    modifierProper: flag(mention.modifier && entity.kind === 'proper'),
    place: flag(
      slot.made.has('country') &&
        entity.kind === 'proper' &&
        PLACES_A_PLACE.test(entity.beforeWords[0] ?? ''),
    ),
    ...wordFeatures({
      loose: entity.kind === 'words',
      required: input.required,
      described: within(slot.described),
      cued: own > 0 || cueWord,
      placed: mention.modifier || PLACES_A_WORD.test(preposition),
    }),
  };
  return rowOf(VALUE_FEATURES, features);
}

/** How near the words of an input's name stand to a value, 0 to 1.1. */
function nameCue({ terms }: Slot, { before, after }: Entity): number {
  const cues = terms.flatMap((term) => [
    before.includes(term) ? 1.1 - before.indexOf(term) * 0.15 : 0,
    after.includes(term) ? 0.9 - after.indexOf(term) * 0.2 : 0,
  ]);
  return Math.max(0, ...cues);
}

function cueFeatures(
  { terms, input, count }: Slot,
  entity: Entity,
): Features<'cueBefore' | 'cueAfter' | 'cueAll' | 'unit' | 'percent' | 'count'> {
  const { before, after } = entity;
  const nearest = (words: readonly string[], step: number): number =>
    Math.max(0, ...terms.map((term) => (words.includes(term) ? 1 - words.indexOf(term) * step : 0)));
  const number = entity.kind === 'number';
  return {
    cueBefore: nearest(before, 0.16),
    cueAfter: nearest(after, 0.3),
    cueAll: flag(terms.length > 1 && terms.every((term) => before.includes(term) || after[0] === term)),
    unit: flag(number && hasUnit(input.terms, entity)),
    percent: flag(number && entity.value.endsWith('%') === /percent|rate|interest/i.test(input.name)),
    count: flag(count && number && Number.isInteger(entity.number) && !hasUnit(undefined, entity)),
  };
}

/** Whether a number carries a unit, of an input with these stems in its name where they are given. */
function hasUnit(terms: readonly string[] | undefined, entity: Entity): boolean {
  const marks = [entity.value, entity.after[0] ?? '', entity.beforeWords[0] ?? ''];
  return UNITS.some(
    ([unit, names]) =>
      marks.some((mark) => unit.test(mark)) && (terms?.some((term) => names.has(term)) ?? true),
  );
}

/** Whether a small word before the value tells the input: "from Boston". */
function hasCueWord({ terms }: Slot, entity: Entity, able: readonly Mention[]): boolean {
  // "100 USD to EUR": what stands before "to" and another of its kind is where it comes from.
  const pairs =
    entity.after[0] === 'to' &&
    able.some(
      ({ entity: other }) =>
        other.kind === entity.kind && other.from > entity.to && other.from - entity.to < 8,
    );
  const word = pairs
    ? 'from'
    : entity.beforeWords.slice(0, 2).find((candidate) => CUES[candidate] !== undefined);
  return word !== undefined && (CUES[word] ?? []).some((term) => terms.includes(term));
}

function rivalFeatures(
  { slot, slots, mention, mentions, able }: Fit,
  special: boolean,
): Features<'onlyValue' | 'onlySlot' | 'order' | 'many'> {
  const { kind } = mention.entity;
  const alike = mentions.filter((other) => other.outside === 0 && other.entity.kind === kind);
  const takes = (other: Slot): boolean =>
    !other.input.values && !other.flag && canTake(other, mention.entity);
  const rivals = slots.filter(
    (other) => other !== slot && other.input.required && takes(other) && (!special || other.made.has(kind)),
  );
  const same = slots.filter(
    (other) => takes(other) && other.numeric === slot.numeric && other.input.required === slot.input.required,
  );
  return {
    onlyValue: flag(alike.length === 1 && mention.outside === 0),
    onlySlot: flag(rivals.length === 0),
    order: flag(alike.length > 1 && alike.indexOf(mention) === same.indexOf(slot)),
    many: flag(able.length > 3),
  };
}

function wordFeatures({
  loose,
  required,
  described,
  cued,
  placed,
}: Readonly<Record<'loose' | 'required' | 'described' | 'cued' | 'placed', boolean>>): Features<
  'words' | 'wordsDescribed' | 'wordsRequired' | 'wordsCued' | 'wordsPlaced' | 'wordsOptional'
> {
  return {
    words: flag(loose),
    wordsDescribed: flag(loose && described),
    wordsRequired: flag(loose && required),
    wordsCued: flag(loose && cued),
    wordsPlaced: flag(loose && required && placed),
    wordsOptional: flag(loose && !required),
  };
}
