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

/** Whatever it is, it is not looked into. */
interface AnyRule {
  readonly kind: 'any';
}

interface ValueRule {
  readonly kind: 'value';
  readonly fits: (value: unknown) => boolean;
  /** What it must be, e.g. `true or false`. */
  readonly says: string;
}

export interface ListRule {
  readonly kind: 'list';
  readonly item: Rule;
  readonly min: number;
  /** What tells two entries apart; entries that share it are a fault. */
  readonly identity: ((entry: unknown) => unknown) | undefined;
}

export interface MapRule {
  readonly kind: 'map';
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

export interface ObjectRule {
  readonly kind: 'object';
  /** With its article: `an operation`. */
  readonly name: string;
  readonly family: Family | undefined;
  readonly members: ReadonlyMap<string, Rule>;
  readonly required: readonly string[];
  /** Pairs of members of which only one may be there. */
  readonly exclusive: readonly (readonly [string, string])[];
  /** Other members are allowed, not only those that start with `x-`. */
  readonly isOpen: boolean;
  /** A reference is an object of this kind, and not a word for another one. */
  readonly isReference: boolean;
  readonly check: Check | undefined;
}

/** One of several rules; which one the value itself tells. */
export interface ChoiceRule {
  readonly kind: 'choice';
  readonly family: Family | undefined;
  /** Undefined where the value fits none. */
  readonly choose: (value: unknown) => Rule | undefined;
  readonly says: string;
}

/** What the members of an object must be together. */
export type Check = (node: DocumentNode, visit: Visit) => void;

export const any: Rule = { kind: 'any' };
export const text = value('text', (given) => typeof given === 'string');
export const number = value('a number', (given) => typeof given === 'number');
export const flag = value('true or false', (given) => typeof given === 'boolean');
export const count = value(
  'a whole number, 0 or more',
  (given) => typeof given === 'number' && Number.isInteger(given) && given >= 0,
);
export const positive = value('a number above 0', (given) => typeof given === 'number' && given > 0);

/** A single value; `says` completes "must be ...". */
export function value(says: string, fits: (given: unknown) => boolean): ValueRule {
  return { kind: 'value', says, fits };
}

export function oneOf(...values: readonly (string | boolean)[]): ValueRule {
  const known = new Set<unknown>(values);
  return value(values.map((each) => JSON.stringify(each)).join(' or '), (given) => known.has(given));
}

export function list(
  item: Rule,
  { min = 0, identity }: Partial<Pick<ListRule, 'min' | 'identity'>> = {},
): ListRule {
  return { kind: 'list', item, min, identity };
}

/** A list in which no entry stands twice. */
export function uniqueList(item: Rule, min = 0): ListRule {
  return list(item, { min, identity: (entry) => (typeof entry === 'object' ? undefined : entry) });
}

export function map(
  item: Rule,
  { names, hasExtensions = false, min = 0, check }: Partial<Omit<MapRule, 'kind' | 'item'>> = {},
): MapRule {
  return { kind: 'map', item, names, hasExtensions, min, check };
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
    isReference = false,
    check,
  }: Partial<Omit<ObjectRule, 'kind' | 'name' | 'members'>> = {},
): ObjectRule {
  const known = new Map<string, Rule>();
  const rule: ObjectRule = {
    kind: 'object',
    name,
    family,
    members: known,
    required,
    exclusive,
    isOpen,
    isReference,
    check,
  };
  for (const [key, member] of Object.entries(members(rule))) known.set(key, member);
  return rule;
}

export function choice(says: string, choose: ChoiceRule['choose'], family?: Family): ChoiceRule {
  return { kind: 'choice', says, choose, family };
}

/** The kind of object that a rule is about, where there are several rules for one kind. */
export function familyOf(rule: Rule | undefined): Family | undefined {
  return rule?.kind === 'object' || rule?.kind === 'choice' ? rule.family : undefined;
}
