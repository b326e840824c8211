import type { JsonSchema, Operation } from './catalogue.ts';
import type { Json } from './json.ts';

/** One member of an object schema. */
export interface SchemaProperty {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** Schemas nest without end; reading stops at this depth of `allOf`, `oneOf` and `anyOf`. */
const MAX_COMBINATIONS = 6;

/** A JSON value as a schema, where it is an object; boolean schemas count as "anything". */
export function asSchema(value: Json | undefined): JsonSchema | undefined {
  return typeof value === 'object' && value !== null && !isList(value) ? value : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function schemasIn(value: Json | undefined): readonly JsonSchema[] {
  if (value === undefined || !isList(value)) return [];
  return value.map((item) => asSchema(item)).filter((schema) => schema !== undefined);
}

/** The members of an object schema: `allOf` merged; those of `oneOf`/`anyOf` are there but not required. */
export function propertiesOf(schema: JsonSchema, depth = 0): readonly SchemaProperty[] {
  const found = new Map<string, SchemaProperty>();
  const required = new Set(isListOfText(schema['required']) ? schema['required'] : []);
  for (const [name, value] of Object.entries(asSchema(schema['properties']) ?? {})) {
    found.set(name, { name, schema: asSchema(value) ?? {}, required: required.has(name) });
  }
  if (depth < MAX_COMBINATIONS) {
    for (const part of schemasIn(schema['allOf'])) {
      for (const property of propertiesOf(part, depth + 1)) keep(found, property);
    }
    for (const part of [...schemasIn(schema['oneOf']), ...schemasIn(schema['anyOf'])]) {
      for (const property of propertiesOf(part, depth + 1)) keep(found, { ...property, required: false });
    }
  }
  return [...found.values()].map((property) =>
    required.has(property.name) ? { ...property, required: true } : property,
  );
}

function keep(found: Map<string, SchemaProperty>, property: SchemaProperty): void {
  const present = found.get(property.name);
  if (!present || (property.required && !present.required)) found.set(property.name, property);
}

function isListOfText(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** The type names that a schema allows; empty where it does not say. */
export function typesOf(schema: JsonSchema, depth = 0): readonly string[] {
  const type = schema['type'];
  const own = typeof type === 'string' ? [type] : isListOfText(type) ? type : [];
  if (own.length > 0) return schema['nullable'] === true ? [...own, 'null'] : own;
  if (depth >= MAX_COMBINATIONS) return [];
  const all = schemasIn(schema['allOf']).flatMap((part) => typesOf(part, depth + 1));
  if (all.length > 0) return [...new Set(all)];
  const options = [...schemasIn(schema['oneOf']), ...schemasIn(schema['anyOf'])].map((part) =>
    typesOf(part, depth + 1),
  );
  if (options.length > 0 && options.every((types) => types.length > 0)) return [...new Set(options.flat())];
  if (asSchema(schema['properties'])) return ['object'];
  return asSchema(schema['items']) ? ['array'] : [];
}

/** The schema of a list's items; undefined where the schema is no list. */
export function itemsOf(schema: JsonSchema, depth = 0): JsonSchema | undefined {
  const items = asSchema(schema['items']);
  if (items) return items;
  if (typesOf(schema).includes('array') && depth === 0 && !hasCombination(schema)) return {};
  if (depth >= MAX_COMBINATIONS) return undefined;
  for (const key of ['allOf', 'oneOf', 'anyOf']) {
    for (const part of schemasIn(schema[key])) {
      const inner = itemsOf(part, depth + 1);
      if (inner) return inner;
    }
  }
  return undefined;
}

function hasCombination(schema: JsonSchema): boolean {
  return ['allOf', 'oneOf', 'anyOf'].some((key) => schemasIn(schema[key]).length > 0);
}

/** The values that a schema lists (`enum` or `const`), its own or those of its only alternative; undefined: any value. */
export function enumOf(schema: JsonSchema): readonly Json[] | undefined {
  const values = schema['enum'];
  if (values !== undefined && isList(values)) return values;
  if (schema['const'] !== undefined) return [schema['const']];
  const all = schemasIn(schema['allOf'])
    .map(enumOf)
    .find((list) => list !== undefined);
  if (all) return all;
  const options = [...schemasIn(schema['oneOf']), ...schemasIn(schema['anyOf'])].map(enumOf);
  return options.length > 0 && options.every((list) => list !== undefined) ? options.flat() : undefined;
}

/** Whether an object schema says that members it does not list may be there. A schema without members takes any. */
export function takesOtherMembers(schema: JsonSchema): boolean {
  const other = schema['additionalProperties'];
  if (other === false) return false;
  return other === true || asSchema(other) !== undefined || propertiesOf(schema).length === 0;
}

/** The JSON schema of what an operation answers on success; undefined where the document does not say. */
export function responseSchemaOf(operation: Operation): JsonSchema | undefined {
  const statuses = Object.keys(operation.responses)
    .filter((status) => /^2(\d\d|XX)$/i.test(status))
    .toSorted();
  for (const status of [...statuses, 'default']) {
    const schema = operation.responses[status]?.schema;
    if (schema) return schema;
  }
  return undefined;
}
