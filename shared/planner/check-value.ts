import type { JsonSchema } from '../domain/catalogue.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import {
  asSchema,
  enumOf,
  itemsOf,
  propertiesOf,
  takesOtherMembers,
  typesOf,
} from '../domain/schema-view.ts';
import { parseTemplate } from '../domain/templates.ts';

const MAX_DEPTH = 12;

/** Where a value goes: outside the body everything is sent as text, so that `5` and `"5"` are the same. */
export type ValuePlace = 'text' | 'json';

/**
 * Why a literal does not fit its schema, as the end of a sentence ("must be a number"), with the member it is about;
 * undefined where it fits. Templates fit everywhere a text could become the type: they are judged by what they name.
 */
export function faultOfValue(
  value: Json,
  schema: JsonSchema,
  place: ValuePlace,
  depth = 0,
): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (typeof value === 'string' && value.includes('{{')) return faultOfTemplateText(value, schema, place);
  const values = enumOf(schema);
  if (values !== undefined) return faultOfChoice(value, values, schema, place);
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => isOfType(value, type, place))) {
    return `must be ${types
      .filter((type) => type !== 'null')
      .map(typeName)
      .join(' or ')}`;
  }
  if (isList(value)) {
    const items = itemsOf(schema);
    return items === undefined
      ? undefined
      : firstFault(value.map((item, at) => [`[${at}]`, faultOfValue(item, items, place, depth + 1)]));
  }
  if (typeof value === 'object' && value !== null) return faultOfMembers(value, schema, place, depth);
  return faultOfLimits(value, schema);
}

function faultOfTemplateText(value: string, schema: JsonSchema, place: ValuePlace): string | undefined {
  const types = typesOf(schema);
  const whole = parseTemplate(value).length === 1;
  if (whole || place === 'text' || types.length === 0 || types.includes('string')) return undefined;
  return `must be ${types.map(typeName).join(' or ')}, and a template inside a longer text is always text`;
}

function faultOfChoice(
  value: Json,
  values: readonly Json[],
  schema: JsonSchema,
  place: ValuePlace,
): string | undefined {
  const same = (choice: Json): boolean =>
    canonicalJson(choice) === canonicalJson(value) ||
    (place === 'text' && isScalar(value) && spelling(choice) === spelling(value));
  if (values.some(same) || (value === null && typesOf(schema).includes('null'))) return undefined;
  const shown = values
    .slice(0, 12)
    .map((choice) => JSON.stringify(choice))
    .join(', ');
  return `must be one of ${shown}${values.length > 12 ? ', …' : ''}`;
}

function faultOfMembers(
  value: { readonly [key: string]: Json },
  schema: JsonSchema,
  place: ValuePlace,
  depth: number,
): string | undefined {
  const members = propertiesOf(schema);
  if (members.length === 0) return undefined;
  const known = new Map(members.map((member) => [member.name, member]));
  const missing = members.find(
    (member) => member.required && member.schema['readOnly'] !== true && !Object.hasOwn(value, member.name),
  );
  if (missing) return `needs the member "${missing.name}"`;
  return firstFault(
    Object.entries(value).map(([name, inner]) => {
      const member = known.get(name);
      if (member) return [`.${name}`, faultOfValue(inner, member.schema, place, depth + 1)];
      return [`.${name}`, takesOtherMembers(schema) ? undefined : 'is not a member that the API takes'];
    }),
  );
}

function firstFault(faults: readonly (readonly [string, string | undefined])[]): string | undefined {
  const found = faults.find(([, fault]) => fault !== undefined);
  return found?.[1] === undefined ? undefined : `is wrong at ${found[0]}: it ${found[1]}`;
}

function faultOfLimits(value: string | number | boolean | null, schema: JsonSchema): string | undefined {
  if (typeof value === 'number') {
    const { minimum, maximum } = schema;
    if (typeof minimum === 'number' && value < minimum) return `must be at least ${minimum}`;
    if (typeof maximum === 'number' && value > maximum) return `must be at most ${maximum}`;
  }
  if (typeof value === 'string') {
    const { minLength, maxLength } = schema;
    if (typeof minLength === 'number' && value.length < minLength)
      return `must have at least ${minLength} characters`;
    if (typeof maxLength === 'number' && value.length > maxLength)
      return `must have at most ${maxLength} characters`;
  }
  return undefined;
}

function isOfType(value: Json, type: string, place: ValuePlace): boolean {
  const spelled = place === 'text' && typeof value === 'string' ? value.trim() : undefined;
  switch (type) {
    case 'string':
      return (
        typeof value === 'string' ||
        (place === 'text' && (typeof value === 'number' || typeof value === 'boolean'))
      );
    case 'integer':
      return Number.isInteger(value) || (spelled !== undefined && /^[+-]?\d+$/.test(spelled));
    case 'number':
      return (
        typeof value === 'number' ||
        (spelled !== undefined && spelled !== '' && Number.isFinite(Number(spelled)))
      );
    case 'boolean':
      return typeof value === 'boolean' || spelled === 'true' || spelled === 'false';
    case 'array':
      return isList(value) || (place === 'text' && isScalar(value));
    case 'object':
      return typeof value === 'object' && value !== null && !isList(value);
    case 'null':
      return value === null;
    default:
      return true;
  }
}

function typeName(type: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'a text',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
  };
  return names[type] ?? type;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isScalar(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}

function spelling(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The schema that a path into an answer leads to; a sentence where the answer has no such field; `{}` where nobody can say. */
export function schemaAtPath(schema: JsonSchema, path: readonly (string | number)[]): JsonSchema | string {
  let at = schema;
  for (const part of path) {
    const items = itemsOf(at);
    const members = propertiesOf(at);
    if (items && members.length === 0) {
      if (typeof part === 'string' && !/^\d+$/.test(part))
        return `it is a list there; take one item first, e.g. [0].${part}`;
      at = items;
      continue;
    }
    const member = members.find((candidate) => candidate.name === String(part));
    if (member) {
      at = member.schema;
      continue;
    }
    const types = typesOf(at);
    if (
      members.length > 0 &&
      asSchema(at['additionalProperties']) === undefined &&
      at['additionalProperties'] !== true
    ) {
      const names = members
        .slice(0, 12)
        .map((candidate) => candidate.name)
        .join(', ');
      return `there is no "${part}"; it has ${names}`;
    }
    if (types.length > 0 && !types.includes('object') && !types.includes('array'))
      return `there is nothing inside "${types[0] ?? ''}"`;
    return asSchema(at['additionalProperties']) ?? {};
  }
  return at;
}
