import type { JsonSchema } from '../../domain/catalogue.ts';
import { canonicalJson, type Json } from '../../domain/json.ts';
import { asSchema } from '../../domain/schema-view.ts';
import { PARTIAL, RECURSIVE, TRUNCATED } from '../schema-marks.ts';
import { partsOf } from '../schema-parts.ts';
import { joinShapes, meetShapes } from './combine-shapes.ts';
import { LIMITS } from './compare-limits.ts';
import type { Limits, Member, Shape, Side } from './shape.ts';

/** Copied schemas are bounded by their size; nothing that is deeper than this is one of them. */
const MAX_DEPTH = 60;

interface Context {
  readonly side: Side;
  /** The schemas of which no keyword was left out; undefined: all. */
  readonly whole: ReadonlySet<JsonSchema> | undefined;
  readonly depth: number;
}

/** The shape of a schema that was copied out of a document. */
export function readShape(schema: JsonSchema, side: Side): Shape {
  const count = schema[PARTIAL];
  const whole = typeof count === 'number' ? firstSchemas(schema, count) : undefined;
  return read(schema, { side, whole, depth: 0 });
}

/** So many schemas, breadth first. */
function firstSchemas(root: JsonSchema, count: number): ReadonlySet<JsonSchema> {
  const found = [root];
  for (let at = 0; at < found.length && found.length < count; at += 1) {
    const next = found[at];
    if (next) found.push(...partsOf(next));
  }
  return new Set(found.slice(0, count));
}

function read(schema: JsonSchema, context: Context): Shape {
  const inner = { ...context, depth: context.depth + 1 };
  const parts = (list: Json | undefined): Shape[] =>
    inner.depth > MAX_DEPTH ? [] : schemasIn(list).map((part) => read(part, inner));
  const joined = [parts(schema['oneOf']), parts(schema['anyOf'])].flatMap((options) =>
    options.length === 0 ? [] : [options.reduce(joinShapes)],
  );
  const shape = [...parts(schema['allOf']), ...joined].reduce(meetShapes, readOwn(schema, context));
  return withRequired(shape, schema['required']);
}

function readOwn(schema: JsonSchema, context: Context): Shape {
  const inner = { ...context, depth: context.depth + 1 };
  const deep = inner.depth > MAX_DEPTH;
  const partial = context.whole?.has(schema) === false;
  const cut = deep || schema[TRUNCATED] === true || schema[RECURSIVE] === true;
  const { type, format, items, additionalProperties, required } = schema;
  const listed = schema['const'] === undefined ? schema['enum'] : [schema['const']];
  const values = isList(listed) ? listed : undefined;
  const types = typeof type === 'string' ? [type] : isTexts(type) ? type : impliedTypes(schema, values);
  const part = (value: Json | undefined): Shape | undefined => {
    const found = deep ? undefined : asSchema(value);
    return found && read(found, inner);
  };
  return {
    types: types?.filter((name) => name !== 'null').toSorted(),
    nullable:
      schema['nullable'] === true ||
      [...(types ?? []), ...(values ?? [])].some((one) => one === 'null' || one === null),
    values: values
      ?.filter((value) => value !== null)
      .map((value) => canonicalJson(value))
      .toSorted(),
    format: typeof format === 'string' ? format : undefined,
    limits: limitsOf(schema),
    members: deep ? new Map() : membersOf(schema, inner),
    items: part(items),
    others: part(additionalProperties),
    closed: additionalProperties === false,
    left: {
      members: cut,
      // A list of values that was too long is shown by a few examples.
      keywords: cut || partial || (schema['examples'] !== undefined && values === undefined),
      required: partial && !isTexts(required),
    },
  };
}

/** Many documents leave out a type that the rest of the schema makes plain. */
function impliedTypes(
  schema: JsonSchema,
  values: readonly Json[] | undefined,
): readonly string[] | undefined {
  if (schema['properties'] !== undefined) return ['object'];
  if (schema['items'] !== undefined) return ['array'];
  return values && [...new Set(values.map(typeNameOf))];
}

function typeNameOf(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return isList(value) ? 'array' : 'object';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function limitsOf(schema: JsonSchema): Limits {
  return Object.fromEntries(
    LIMITS.flatMap((name) => {
      const value = schema[name];
      return typeof value === 'number' || typeof value === 'string' || value === true ? [[name, value]] : [];
    }),
  );
}

function membersOf(schema: JsonSchema, context: Context): ReadonlyMap<string, Member> {
  const isRequest = context.side === 'request';
  const unseen = isRequest ? 'readOnly' : 'writeOnly';
  return new Map(
    Object.entries(asSchema(schema['properties']) ?? {}).flatMap(([name, value]): [string, Member][] => {
      const member = asSchema(value) ?? {};
      if (member[unseen] === true) return [];
      const filled = isRequest && member['default'] !== undefined;
      return [[name, { shape: read(member, context), required: false, filled }]];
    }),
  );
}

/** Comes last, since it may name members that another part of an `allOf` describes. */
function withRequired(shape: Shape, names: Json | undefined): Shape {
  if (!isTexts(names)) return shape;
  const members = new Map(shape.members);
  for (const name of names) {
    const member = members.get(name);
    if (member && !member.filled) members.set(name, { ...member, required: true });
  }
  return { ...shape, members };
}

function schemasIn(value: Json | undefined): readonly JsonSchema[] {
  return isList(value) ? value.map((item) => asSchema(item)).filter((schema) => schema !== undefined) : [];
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isTexts(value: Json | undefined): value is readonly string[] {
  return isList(value) && value.every((item) => typeof item === 'string');
}
