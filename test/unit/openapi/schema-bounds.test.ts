import * as fc from 'fast-check';
import type { JsonSchema } from '../../../shared/domain/catalogue.ts';
import { createReferences } from '../../../shared/openapi/resolve-refs.ts';
import { createSchemaReader } from '../../../shared/openapi/schema-reader.ts';

type Source = { readonly [key: string]: unknown };

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

function read(schema: unknown, budget: number, requiredFirst = false): JsonSchema {
  const references = createReferences({ root: {}, url: undefined });
  const reader = createSchemaReader(references);
  return reader.read({ schema, budget, requiredFirst });
}

const text = fc.string({ unit: 'binary', maxLength: 40 });
const keywords = {
  type: fc.constantFrom<unknown>('string', 'object', 'array', ['object', 'null'], 'file', 7),
  description: text,
  format: text,
  pattern: text,
  enum: fc.array(fc.oneof(text, fc.double(), fc.constant(null)), { maxLength: 30 }),
  default: fc.oneof(text, fc.double(), fc.boolean()),
  minimum: fc.double(),
  nullable: fc.boolean(),
};
const name = fc.constantFrom('a', 'b', 'c', 'ü"', 'a longer name', '\u0001');
const leaf = fc.record(keywords, { requiredKeys: [] });
const above = (inner: fc.Arbitrary<Source>) =>
  fc.record(
    {
      ...keywords,
      required: fc.array(name, { maxLength: 4 }),
      properties: fc.dictionary(name, inner, { maxKeys: 5 }),
      items: inner,
      additionalProperties: fc.oneof(fc.boolean(), inner),
      allOf: fc.array(inner, { maxLength: 2 }),
      oneOf: fc.array(fc.oneof(inner, fc.constant<Source>({ $ref: '#/nowhere' })), { maxLength: 3 }),
    },
    { requiredKeys: [] },
  );
const schema = above(above(leaf));

describe('the copy of a schema', () => {
  test('never takes more bytes than it may', () => {
    fc.assert(
      fc.property(schema, fc.integer({ min: 100, max: 2000 }), fc.boolean(), (source, budget, first) => {
        expect(bytesOf(read(source, budget, first))).toBeLessThanOrEqual(budget);
      }),
      { numRuns: 300 },
    );
  });

  test('is the same with and without required members first, where there is room for all', () => {
    fc.assert(
      fc.property(schema, (source) => {
        expect(read(source, 1_000_000, true)).toEqual(read(source, 1_000_000));
      }),
    );
  });

  const wide = (count: number, rest: Source = {}): Source => ({
    type: 'object',
    properties: {
      ...Object.fromEntries(
        Array.from({ length: count }, (_, at) => [
          `optional_${at}`,
          { type: 'string', description: 'x'.repeat(90) },
        ]),
      ),
      needed: { type: 'object', required: ['deep'], properties: { other: {}, deep: { type: 'integer' } } },
    },
    required: ['needed'],
    ...rest,
  });

  test.each<[string, Source, (made: JsonSchema) => unknown]>([
    ['an object', wide(200), (made) => made],
    ['the items of a list', { type: 'array', items: wide(200) }, (made) => made['items']],
    [
      'a part of allOf',
      { allOf: [wide(50), { ...wide(0) }, wide(50)] },
      (made) => (made['allOf'] as Source[])[2],
    ],
  ])('keeps what is required within what is required in %s', (_place, source, part) => {
    const made = read(source, 1500, true);
    expect(bytesOf(made)).toBeLessThanOrEqual(1500);
    expect(part(made)).toMatchObject({
      required: ['needed'],
      properties: { needed: { required: ['deep'], properties: { deep: { type: 'integer' } } } },
      additionalProperties: true,
      'x-apiq-truncated': true,
    });
  });
});
