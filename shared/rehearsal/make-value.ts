import type { JsonSchema } from '../domain/catalogue.ts';
import type { Json } from '../domain/json.ts';
import { asSchema, enumOf, itemsOf, propertiesOf, typesOf } from '../domain/schema-view.ts';

/** Schemas nest without end; below this depth everything optional is left out. */
const MAX_DEPTH = 6;
const MAX_ITEMS = 3;

/**
 * A value that fits a schema as far as the schema says: what it names itself (`const`, `default`, `examples`, the first of
 * `enum`), otherwise the plainest value of its first type. The same schema gives the same value.
 */
export function makeValue(schema: JsonSchema, depth = 0): Json {
  const named = schema['const'] ?? schema['default'] ?? schema['example'] ?? firstOf(schema['examples']);
  if (named !== undefined) return named;
  const [choice] = enumOf(schema) ?? [];
  if (choice !== undefined) return choice;
  const type = typesOf(schema).find((name) => name !== 'null') ?? typesOf(schema)[0];
  switch (type) {
    case 'object':
      return makeObject(schema, depth);
    case 'array':
      return makeList(schema, depth);
    case 'integer':
    case 'number':
      return makeNumber(schema);
    case 'boolean':
      return true;
    case 'string':
      return makeText(schema);
    default:
      return null;
  }
}

function makeObject(schema: JsonSchema, depth: number): Json {
  const members = propertiesOf(schema).filter(
    (member) => member.schema['writeOnly'] !== true && (depth < MAX_DEPTH || member.required),
  );
  if (depth > 2 * MAX_DEPTH) return {};
  return Object.fromEntries(members.map((member) => [member.name, makeValue(member.schema, depth + 1)]));
}

function makeList(schema: JsonSchema, depth: number): Json {
  const { minItems } = schema;
  const count = Math.min(MAX_ITEMS, typeof minItems === 'number' ? Math.max(1, minItems) : 1);
  if (depth > MAX_DEPTH) return [];
  return Array.from({ length: count }, () => makeValue(itemsOf(schema) ?? {}, depth + 1));
}

function makeNumber({ minimum, exclusiveMinimum, maximum, multipleOf }: JsonSchema): number {
  const least = typeof minimum === 'number' ? minimum : undefined;
  const above = typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : undefined;
  const most = typeof maximum === 'number' ? maximum : Infinity;
  const value = Math.min(least ?? above ?? 1, most);
  return typeof multipleOf === 'number' && multipleOf > 0
    ? Math.ceil(value / multipleOf) * multipleOf
    : value;
}

/** A text of each format that a schema may ask for (JSON Schema 2020-12, 7.3). */
const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  time: '00:00:00Z',
  duration: 'PT1H',
  email: 'person@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  'uri-reference': '/example',
  uuid: '00000000-0000-4000-8000-000000000000',
  byte: 'ZXhhbXBsZQ==',
};

function makeText({ format, minLength, maxLength }: JsonSchema): string {
  const known = typeof format === 'string' ? FORMATS[format] : undefined;
  if (known !== undefined) return known;
  const long = typeof minLength === 'number' ? 'text'.padEnd(Math.min(minLength, 1000), 'x') : 'text';
  return typeof maxLength === 'number' ? long.slice(0, Math.max(0, maxLength)) : long;
}

function firstOf(values: Json | undefined): Json | undefined {
  if (Array.isArray(values)) return values[0];
  // The map of named examples that some documents write here.
  return Object.values(asSchema(values) ?? {})[0];
}
