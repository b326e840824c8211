import type { DocumentNode } from '../document-node.ts';
import type { Visit } from './visit.ts';

/** What may stand at a place of a document. */
export type Rule = AnyRule | ValueRule | ListRule | MapRule | ObjectRule | ChoiceRule;

/** Kinds of objects that a reference may lead to; a reference to another kind is a fault. */
export type Family =
  | 'a schema'
  | 'a parameter'
  | 'a response'
  | 'a request body'
  | 'a header'
  | 'an example'
  | 'a link'
  | 'a callback'
  | 'a path item'
  | 'an operation'
  | 'a security scheme';

/** What `typeof` says of a single value that fits, where that is all there is to ask. */
type SingleType = 'string' | 'number' | 'boolean' | undefined;

/** Whatever it is, it is not looked into. */
interface AnyRule {
  readonly kind: 'any';
  readonly type: undefined;
}

interface ValueRule {
  readonly kind: 'value';
  readonly type: SingleType;
  readonly fits: (value: unknown) => boolean;
  /** What it must be, e.g. `true or false`. */
  readonly says: string;
}

export interface ListRule {
  readonly kind: 'list';
  readonly type: undefined;
  readonly item: Rule;
  readonly min: number;
  /** What tells two entries apart; entries that share it are a fault. */
  readonly identity: ((entry: unknown) => unknown) | undefined;
}

export interface MapRule {
  readonly kind: 'map';
  readonly type: undefined;
  readonly item: Rule;
  /** Names that are allowed, and the fault of another one. */
  readonly names: NameRule | undefined;
  /** Names that start with `x-` are extensions and not entries. */
  readonly hasExtensions: boolean;
  readonly min: number;
  readonly check: Check | undefined;
}

export interface NameRule {
  readonly fits: (name: string) => boolean;
  readonly code: string;
  readonly message: string;
}

/** A member that an object may have. */
export interface Member {
  readonly rule: Rule;
  /** Stands for the name in `required` and `exclusive`; 0 where it is in neither. */
  readonly bit: number;
}

export interface ObjectRule {
  readonly kind: 'object';
  readonly type: undefined;
  /** With its article: `an operation`. */
  readonly name: string;
  readonly family: Family | undefined;
  readonly members: ReadonlyMap<string, Member>;
  readonly required: readonly string[];
  /** The bits of `required` together. */
  readonly requiredBits: number;
  /** Pairs of members of which only one may be there, and their bits. */
  readonly exclusive: readonly { readonly names: readonly [string, string]; readonly bits: number }[];
  /** Other members are allowed, not only those that start with `x-`. */
  readonly isOpen: boolean;
  /** `true` or `false` may stand in its place. */
  readonly orFlag: boolean;
  /** A reference is an object of this kind, and not a word for another one. */
  readonly isReference: boolean;
  readonly check: Check | undefined;
}

/** One of several rules; which one the value itself tells. */
export interface ChoiceRule {
  readonly kind: 'choice';
  readonly type: undefined;
  readonly family: Family | undefined;
  /** Undefined where the value fits none. */
  readonly choose: (value: unknown) => Rule | undefined;
  readonly says: string;
}

/** What the members of an object must be together. */
export type Check = (node: DocumentNode, visit: Visit) => void;

/** All that any kind of rule has: rules of one shape are told apart several times as fast, and the walk does little else. */
const BLANK = {
  kind: 'any',
  type: undefined,
  says: '',
  fits: (): boolean => true,
  choose: (): undefined => undefined,
  item: undefined,
  min: 0,
  identity: undefined,
  names: undefined,
  hasExtensions: false,
  name: '',
  family: undefined,
  members: new Map<string, Member>(),
  required: [],
  requiredBits: 0,
  exclusive: [],
  isOpen: false,
  orFlag: false,
  isReference: false,
  check: undefined,
} as const;

export const any: Rule = { ...BLANK };
export const text = single('text', 'string');
export const number = single('a number', 'number');
export const flag = single('true or false', 'boolean');
export const count = value(
  'a whole number, 0 or more',
  (given) => typeof given === 'number' && Number.isInteger(given) && given >= 0,
);
export const positive = value('a number above 0', (given) => typeof given === 'number' && given > 0);

/** A single value; `says` completes "must be ...". */
export function value(says: string, fits: (given: unknown) => boolean): ValueRule {
  return { ...BLANK, kind: 'value', says, fits };
}

function single(says: string, type: SingleType): ValueRule {
  return { ...BLANK, kind: 'value', type, says, fits: (given) => typeof given === type };
}

export function oneOf(...values: readonly (string | boolean)[]): ValueRule {
  const known = new Set<unknown>(values);
  return value(values.map((each) => JSON.stringify(each)).join(' or '), (given) => known.has(given));
}

export function list(
  item: Rule,
  { min = 0, identity }: Partial<Pick<ListRule, 'min' | 'identity'>> = {},
): ListRule {
  return { ...BLANK, kind: 'list', item, min, identity };
}

/** A list in which no entry stands twice. */
export function uniqueList(item: Rule, min = 0): ListRule {
  return list(item, { min, identity: itself });
}

/** Objects are not compared. */
function itself(entry: unknown): unknown {
  return typeof entry === 'object' ? undefined : entry;
}

export function map(
  item: Rule,
  { names, hasExtensions = false, min = 0, check }: Partial<Omit<MapRule, 'kind' | 'type' | 'item'>> = {},
): MapRule {
  return { ...BLANK, kind: 'map', item, names, hasExtensions, min, check };
}

interface ObjectOptions extends Partial<
  Pick<ObjectRule, 'family' | 'required' | 'isOpen' | 'orFlag' | 'isReference' | 'check'>
> {
  readonly exclusive?: readonly (readonly [string, string])[];
}

/** `members` is given the rule itself, so that an object may hold others of its kind. */
export function object(
  name: string,
  members: (self: Rule) => Readonly<Record<string, Rule>>,
  {
    family,
    required = [],
    exclusive = [],
    isOpen = false,
    orFlag = false,
    isReference = false,
    check,
  }: ObjectOptions = {},
): ObjectRule {
  const asked = [...new Set([...required, ...exclusive.flat()])];
  const bitOf = (key: string): number => (asked.includes(key) ? 1 << asked.indexOf(key) : 0);
  const known = new Map<string, Member>();
  const rule: ObjectRule = {
    ...BLANK,
    kind: 'object',
    name,
    family,
    members: known,
    required,
    requiredBits: required.reduce((bits, key) => bits | bitOf(key), 0),
    exclusive: exclusive.map((names) => ({ names, bits: bitOf(names[0]) | bitOf(names[1]) })),
    isOpen,
    orFlag,
    isReference,
    check,
  };
  for (const [key, member] of Object.entries(members(rule)))
    known.set(key, { rule: member, bit: bitOf(key) });
  return rule;
}

export function choice(says: string, choose: ChoiceRule['choose'], family?: Family): ChoiceRule {
  return { ...BLANK, kind: 'choice', says, choose, family };
}

/** The kind of object that a rule is about, where there are several rules for one kind. */
export function familyOf(rule: Rule | undefined): Family | undefined {
  return rule?.kind === 'object' || rule?.kind === 'choice' ? rule.family : undefined;
}
