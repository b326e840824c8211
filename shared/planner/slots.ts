import type { Entity, EntityKind } from './entities.ts';
import { asSchema } from '../domain/schema-view.ts';
import type { Input } from './operation-view.ts';
import { QUERY_INPUTS, TEXT_INPUTS } from './cues.ts';
import { stem, termsOf } from './text.ts';

/** What an input takes, as far as its name, type and format tell. */
export interface Slot {
  readonly input: Input;
  readonly numeric: boolean;
  readonly flag: boolean;
  readonly list: boolean;
  readonly object: boolean;
  /** Takes the key of one thing. */
  readonly key: boolean;
  /** Takes the id of one thing, which is no name and no phrase. */
  readonly id: boolean;
  /** Takes words to search for. */
  readonly query: boolean;
  /** Takes a text that people read. */
  readonly text: boolean;
  /** Counts how many are wanted: limit, top. */
  readonly count: boolean;
  /** Kinds of values that it is made for. */
  readonly made: ReadonlySet<EntityKind>;
  /** Stems of the name without those that say nothing, and of the description. */
  readonly terms: readonly string[];
  readonly described: ReadonlySet<string>;
}

const MADE: readonly (readonly [EntityKind, RegExp])[] = [
  ['email', /e-?mail|recipient|attendee|participant|^to$|sender|login|identifier/i],
  ['url', /url|uri|link|website|href|site|endpoint|webhook|address|image|source|connection/i],
  ['channel', /channel|room|conversation|hashtag|tag|^to$/i],
  ['mention', /user|member|assignee|handle|account|login|^to$/i],
  ['phone', /phone|mobile|^tel|^to$|recipient|sms|identifier/i],
  ['date', /date|day|birth|dob|since|until|deadline|_at$|when|check.?(?:in|out)/i],
  ['time', /time|hour|start|end|^at$|when/i],
  ['ip', /^ip|ip.?address|ipv4|host/i],
  ['street', /street|address/i],
  ['city', /city|town|locality/i],
  ['zip', /zip|postal|post.?code/i],
  ['state', /^state$|province|region|state.?code/i],
  ['language', /lang/i],
  [
    'country',
    /country|nation|region|location|place|destination|origin|city|area|where|town|state|address|venue/i,
  ],
  ['currency', /currency|^from$|^to$|base|target|symbol|pair|source|quote/i],
];
const FORMATS: Readonly<Record<string, EntityKind>> = {
  email: 'email',
  uri: 'url',
  url: 'url',
  date: 'date',
  'date-time': 'date',
  time: 'time',
  phone: 'phone',
};
const KEYS: ReadonlySet<string> = new Set([
  'id',
  'ids',
  'uuid',
  'uid',
  'guid',
  'key',
  'slug',
  'sid',
  'ref',
  'token',
  'password',
  'secret',
]);

const IDS: ReadonlySet<string> = new Set(
  ['id', 'ids', 'uuid', 'uid', 'guid', 'sid', 'uri', 'uris'].map(stem),
);

const SLOTS = new WeakMap<Input, Slot>();

/** Reads an input once. */
export function slotOf(input: Input): Slot {
  const known = SLOTS.get(input);
  if (known) return known;
  const only = (...kinds: readonly string[]): boolean =>
    input.types.length > 0 && input.types.every((type) => kinds.includes(type) || type === 'null');
  const last = input.terms.at(-1) ?? '';
  const format = typeof input.schema['format'] === 'string' ? FORMATS[input.schema['format']] : undefined;
  const phone = /phone|mobile/i.test(input.name);
  const slot: Slot = {
    input,
    numeric: only('number', 'integer'),
    flag:
      only('boolean') ||
      (input.values?.length === 2 &&
        input.values.every((value) => /^"?(?:true|false)"?$/i.test(JSON.stringify(value)))),
    list: input.types.includes('array'),
    object: only('object'),
    key: !phone && !input.values && input.terms.some((term) => KEYS.has(term)),
    id: !input.values && input.terms.some((term) => IDS.has(term)),
    query: QUERY_INPUTS.has(last),
    text: TEXT_INPUTS.has(last),
    count:
      /^(?:limit|count|max_?results|per_?page|page_?size|results_?per_?page|num(?:ber)?(?:_?of_?\w+)?|top|n|size|quantity)$/i.test(
        input.name,
      ),
    made: new Set([
      ...MADE.filter(([, pattern]) => pattern.test(input.name)).map(([kind]) => kind),
      ...(format ? [format] : []),
    ]),
    terms: input.terms.filter((term) => term.length > 1),
    described: new Set(termsOf(input.description)),
  };
  SLOTS.set(input, slot);
  return slot;
}

/** Kinds that may be the id of something as they stand. */
const IDS_LOOK_LIKE: ReadonlySet<EntityKind> = new Set(['id', 'number', 'list', 'url', 'ip', 'phone']);

/** Whether a value of this kind can go there at all. */
export function canTake(slot: Slot, { kind, items, value, beforeWords }: Entity): boolean {
  if (slot.id && !isLikeId(slot, { kind, value }) && !/^(?:ids?|is)$/.test(beforeWords[0] ?? ''))
    return false;
  if (slot.flag || slot.object) return false;
  if (slot.numeric) return kind === 'number';
  if (kind === 'list') return slot.list && items !== undefined;
  if (slot.list && slot.input.types.length === 1 && itemsAreNumbers(slot) && kind !== 'number') return false;
  return true;
}

function itemsAreNumbers({ input }: Slot): boolean {
  const items = input.schema['items'];
  const type = asSchema(items)?.['type'];
  return type === 'number' || type === 'integer';
}

function isLikeId(slot: Slot, { kind, value }: Pick<Entity, 'kind' | 'value'>): boolean {
  return (
    IDS_LOOK_LIKE.has(kind) || slot.made.has(kind) || (kind === 'quoted' && /^\S*[\d_-]\S*$/.test(value))
  );
}
