import { member, type DocumentNode } from '../document-node.ts';
import {
  any,
  choice,
  count,
  flag,
  list,
  map,
  number,
  object,
  oneOf,
  positive,
  text,
  uniqueList,
  type ChoiceRule,
  type Rule,
} from './rule.ts';
import type { Visit } from './visit.ts';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'] as const;

export const externalDocs = object('the external documentation', () => ({ description: text, url: text }), {
  required: ['url'],
});

const xml = object('an XML object', () => ({
  name: text,
  namespace: text,
  prefix: text,
  attribute: flag,
  wrapped: flag,
}));

/** Keywords that Swagger 2.0 allows wherever a value is described, and OpenAPI 3.0 in a schema. */
export const VALUE_KEYWORDS: Readonly<Record<string, Rule>> = {
  format: text,
  default: any,
  maximum: number,
  exclusiveMaximum: flag,
  minimum: number,
  exclusiveMinimum: flag,
  maxLength: count,
  minLength: count,
  pattern: text,
  maxItems: count,
  minItems: count,
  uniqueItems: flag,
  multipleOf: positive,
};

const SCHEMA_KEYWORDS: Readonly<Record<string, Rule>> = {
  ...VALUE_KEYWORDS,
  title: text,
  description: text,
  maxProperties: count,
  minProperties: count,
  required: uniqueList(text, 1),
  readOnly: flag,
  xml,
  externalDocs,
  example: any,
};

/** A list of values without repetition, as JSON Schema draft 4 has it. */
export const enumeration = uniqueList(any, 1);

/** The type of a list needs to be told what it lists. */
export function checkItems(node: DocumentNode, visit: Visit): void {
  if (node['type'] === 'array' && member(node, 'items') === undefined)
    visit.fault('ITEMS_MISSING', 'An array needs "items", which say what it holds.');
}

function orFlag(schema: Rule): ChoiceRule {
  return choice(
    'a schema, true or false',
    (value) => (typeof value === 'boolean' ? any : schema),
    'a schema',
  );
}

const type = oneOf(...TYPES);
const typeOrNull = oneOf(...TYPES, 'null');
const typeList = uniqueList(typeOrNull, 1);
const typeOrList = choice('the name of a type, or a list of them', (value) =>
  Array.isArray(value) ? typeList : typeOrNull,
);

/** The Schema Object of Swagger 2.0: a part of JSON Schema draft 4. */
export const schema2 = object(
  'a schema',
  (self) => {
    const several = list(self, { min: 1 });
    return {
      ...SCHEMA_KEYWORDS,
      type: typeOrList,
      enum: enumeration,
      additionalProperties: orFlag(self),
      items: choice('a schema', (value) => (Array.isArray(value) ? several : self), 'a schema'),
      allOf: several,
      properties: map(self),
      discriminator: text,
    };
  },
  { family: 'a schema', isReference: true },
);

/** What a response of Swagger 2.0 holds: a schema, or a file. */
export const responseSchema2 = choice('a schema', (value) => (isFile(value) ? file2 : schema2), 'a schema');

const file2 = object('the schema of a file', () => ({
  format: text,
  title: text,
  description: text,
  default: any,
  required: uniqueList(text, 1),
  type: any,
  readOnly: flag,
  externalDocs,
  example: any,
}));

function isFile(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, 'type') &&
    'type' in value &&
    value.type === 'file'
  );
}

const discriminator = object('a discriminator', () => ({ propertyName: text, mapping: map(text) }), {
  required: ['propertyName'],
  isOpen: true,
});

/** The Schema Object of OpenAPI 3.0. */
export const schema30 = object(
  'a schema',
  (self) => ({
    ...SCHEMA_KEYWORDS,
    type,
    enum: list(any, { min: 1 }),
    not: self,
    allOf: list(self),
    oneOf: list(self),
    anyOf: list(self),
    items: self,
    properties: map(self),
    additionalProperties: orFlag(self),
    nullable: flag,
    discriminator,
    writeOnly: flag,
    deprecated: flag,
  }),
  { family: 'a schema', check: checkItems },
);

/** Frequent keywords that are not looked into. */
const IGNORED = ['title', 'description', 'format', 'example', 'examples', 'default', 'const', 'pattern'];

/**
 * The schemas of OpenAPI 3.1 and later: JSON Schema 2020-12, which allows keywords of anybody's own and `true` or `false`
 * in place of a schema. Only what would change how the schema is read is looked at.
 */
export const schema31 = object(
  'a schema',
  (self) => {
    const several = list(self, { min: 1 });
    const byName = map(self);
    return {
      ...Object.fromEntries(IGNORED.map((key) => [key, any])),
      type: typeOrList,
      required: list(text),
      enum: list(any),
      properties: byName,
      patternProperties: byName,
      dependentSchemas: byName,
      $defs: byName,
      additionalProperties: self,
      propertyNames: self,
      items: self,
      prefixItems: several,
      contains: self,
      allOf: several,
      anyOf: several,
      oneOf: several,
      not: self,
      ...Object.fromEntries(['if', 'then', 'else'].map((key) => [key, self])),
      unevaluatedItems: self,
      unevaluatedProperties: self,
    };
  },
  { family: 'a schema', isOpen: true, orFlag: true },
);
