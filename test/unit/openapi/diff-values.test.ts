import * as fc from 'fast-check';
import { isEmptyDiff } from '../../../shared/domain/catalogue-diff.ts';
import { diffDocuments } from '../../support/catalogue-versions.ts';

type Schema = { readonly [key: string]: unknown };

/** A kind of change of one value: what it was, what it is, and what a writer and a reader of it are told. */
interface Kind {
  readonly before: Schema;
  readonly after: Schema;
  /** `!` marks what breaks; undefined: nothing to tell. */
  readonly request: string | undefined;
  readonly response: string | undefined;
}

const text = { type: 'string' };
const whole = { type: 'integer' };

const KINDS: Readonly<Record<string, Kind>> = {
  'another type': kind(text, { type: 'boolean' }, 'type-changed!', 'type-changed!'),
  'another container': kind(
    { type: 'array', items: text },
    { type: 'object' },
    'type-changed!',
    'type-changed!',
  ),
  'a wider type': kind(whole, { type: 'number' }, 'type-widened', 'type-widened!'),
  'a narrower type': kind({ type: 'number' }, whole, 'type-narrowed!', 'type-narrowed'),
  'null taken': kind(text, { type: 'string', nullable: true }, 'became-nullable', 'became-nullable!'),
  'null refused': kind(
    { type: 'string', nullable: true },
    text,
    'became-not-nullable!',
    'became-not-nullable',
  ),
  'a type in a list': kind(text, { type: ['string', 'null'] }, 'became-nullable', 'became-nullable!'),
  'null as an alternative': kind(
    text,
    { oneOf: [text, { type: 'null' }] },
    'became-nullable',
    'became-nullable!',
  ),
  'a value gone': kind(
    { type: 'string', enum: ['a', 'b', 'c'] },
    { type: 'string', enum: ['a', 'c'] },
    'enum-value-removed!',
    'enum-value-removed',
  ),
  'a value more': kind(
    { type: 'string', enum: ['a'] },
    { type: 'string', enum: ['b', 'a'] },
    'enum-value-added',
    'enum-value-added',
  ),
  'limited to values': kind(text, { type: 'string', enum: ['a'] }, 'became-enum!', 'became-enum'),
  'no longer limited': kind({ type: 'string', enum: ['a'] }, text, 'enum-removed', 'enum-removed'),
  'a new limit': kind(text, { type: 'string', maxLength: 5 }, 'constraint-tightened!', undefined),
  'a lower maximum': kind(
    { type: 'integer', maximum: 10 },
    { type: 'integer', maximum: 9 },
    'constraint-tightened!',
    undefined,
  ),
  'a higher minimum': kind(
    { type: 'integer', minimum: 1 },
    { type: 'integer', minimum: 2 },
    'constraint-tightened!',
    undefined,
  ),
  'more items allowed': kind(
    { type: 'array', items: text, maxItems: 3 },
    { type: 'array', items: text, maxItems: 30 },
    'constraint-relaxed',
    undefined,
  ),
  'another pattern': kind(
    { type: 'string', pattern: '^a' },
    { type: 'string', pattern: '^b' },
    'constraint-changed!',
    undefined,
  ),
  'another format': kind(
    { type: 'string', format: 'date' },
    { type: 'string', format: 'date-time' },
    'format-changed!',
    'format-changed!',
  ),
  'another width of number': kind(
    { type: 'integer', format: 'int32' },
    { type: 'integer', format: 'int64' },
    undefined,
    undefined,
  ),
  'another description': kind(text, { type: 'string', description: 'New words.' }, undefined, undefined),
  'another example': kind(text, { type: 'string', example: 'x' }, undefined, undefined),
  'the same by reference': kind(text, { $ref: '#/components/schemas/Text' }, undefined, undefined),
  'the same in parts': kind(
    { type: 'object', properties: { a: text, b: whole } },
    { allOf: [{ type: 'object', properties: { b: whole } }, { properties: { a: text } }] },
    undefined,
    undefined,
  ),
  'alternatives in another order': kind(
    {
      oneOf: [{ properties: { kind: { enum: ['a'] } } }, { properties: { kind: { enum: ['b'] }, x: text } }],
    },
    {
      oneOf: [{ properties: { kind: { enum: ['b'] }, x: text } }, { properties: { kind: { enum: ['a'] } } }],
    },
    undefined,
    undefined,
  ),
};

function kind(
  before: Schema,
  after: Schema,
  request: string | undefined,
  response: string | undefined,
): Kind {
  return { before, after, request, response };
}

/** A way to put a value into a larger one; `path` is where it is then. */
interface Setting {
  readonly wrap: (inner: Schema) => Schema;
  readonly path: string;
}

const SETTINGS: readonly Setting[] = [
  {
    wrap: (inner) => ({ type: 'object', required: ['at'], properties: { id: whole, at: inner } }),
    path: '.at',
  },
  { wrap: (inner) => ({ type: 'array', items: inner }), path: '[]' },
  {
    wrap: (inner) => ({
      allOf: [{ type: 'object', properties: { id: text } }, { properties: { part: inner } }],
    }),
    path: '.part',
  },
  { wrap: (inner) => ({ type: 'object', additionalProperties: inner }), path: '[*]' },
  {
    wrap: (inner) => ({ anyOf: [{ type: 'object', properties: { 'a.b': inner } }, { type: 'object' }] }),
    path: '["a.b"]',
  },
];

const settings = fc.array(fc.constantFrom(...SETTINGS), { minLength: 1, maxLength: 3 });

/** The outermost setting first. */
function place(value: Schema, around: readonly Setting[]): { schema: Schema; path: string } {
  return {
    schema: around.reduceRight((inner, setting) => setting.wrap(inner), value),
    path: around.map((setting) => setting.path).join(''),
  };
}

function document({ body, answer }: { body?: Schema; answer?: Schema }): object {
  const json = (schema: Schema) => ({ 'application/json': { schema } });
  return {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    components: { schemas: { Text: text } },
    paths: {
      '/things': {
        post: {
          ...(body ? { requestBody: { required: true, content: json(body) } } : {}),
          responses: { 200: { description: 'Done.', ...(answer ? { content: json(answer) } : {}) } },
        },
      },
    },
  };
}

test.each(Object.entries(KINDS))('%s is told to who writes it, wherever it is', async (_, change) => {
  await fc.assert(
    fc.asyncProperty(settings, async (around) => {
      const before = place(change.before, around);
      const after = place(change.after, around);
      const diff = await diffDocuments(document({ body: before.schema }), document({ body: after.schema }));
      expect(told(diff)).toEqual(expected('request-property', change.request, `body${before.path}`));
    }),
    { numRuns: 25 },
  );
});

test.each(Object.entries(KINDS))('%s is told to who reads it, wherever it is', async (_, change) => {
  await fc.assert(
    fc.asyncProperty(settings, async (around) => {
      const before = place(change.before, around);
      const after = place(change.after, around);
      const diff = await diffDocuments(
        document({ answer: before.schema }),
        document({ answer: after.schema }),
      );
      expect(told(diff)).toEqual(
        expected('response-property', change.response, `response.200${before.path}`),
      );
    }),
    { numRuns: 25 },
  );
});

test('a value that stays is no change, whatever is around it', async () => {
  const value = fc.constantFrom(...Object.values(KINDS).flatMap(({ before, after }) => [before, after]));
  await fc.assert(
    fc.asyncProperty(value, settings, async (one, around) => {
      const { schema } = place(one, around);
      const same = document({ body: schema, answer: schema });
      expect(isEmptyDiff(await diffDocuments(same, same))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

function told(diff: Awaited<ReturnType<typeof diffDocuments>>): readonly string[] {
  return diff.changed.flatMap(({ reasons }) =>
    reasons.map(({ code, breaking, location }) => `${code}${breaking ? '!' : ''} ${location}`),
  );
}

function expected(prefix: string, what: string | undefined, location: string): readonly string[] {
  return what === undefined ? [] : [`${prefix}-${what} ${location}`];
}
