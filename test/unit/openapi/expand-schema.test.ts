import type { JsonSchema } from '../../../shared/domain/catalogue.ts';
import { createReferences } from '../../../shared/openapi/resolve-refs.ts';
import { createSchemaReader } from '../../../shared/openapi/schema-reader.ts';

function setup(schemas: Record<string, unknown>) {
  const references = createReferences({ root: { schemas }, url: 'https://a.example/d.json' });
  const reader = createSchemaReader(references);
  return {
    read: (schema: unknown, budget = 5000, requiredFirst = false): JsonSchema =>
      reader.read({ schema, budget, requiredFirst }),
  };
}

const size = (schema: JsonSchema): number => JSON.stringify(schema).length;

describe('schemas', () => {
  test('are copied with what matters of them', () => {
    const schema = {
      type: 'object',
      required: ['id'],
      additionalProperties: false,
      example: { big: 'x'.repeat(1000) },
      'x-vendor': true,
      xml: { name: 'pet' },
      properties: {
        id: { type: 'integer', format: 'int64', minimum: 1, exclusiveMinimum: true, readOnly: true },
        tags: { type: 'array', items: { type: 'string' }, maxItems: 5, uniqueItems: true },
        kind: { enum: ['a', 'b', null, 1, true], default: 'a' },
        one: { const: 1, nullable: true },
      },
    };
    expect(setup({}).read(schema)).toEqual({
      type: 'object',
      required: ['id'],
      additionalProperties: false,
      properties: {
        id: { type: 'integer', format: 'int64', minimum: 1, readOnly: true },
        tags: { type: 'array', items: { type: 'string' }, maxItems: 5, uniqueItems: true },
        kind: { enum: ['a', 'b', null, 1, true], default: 'a' },
        one: { const: 1, nullable: true },
      },
    });
  });

  test('are copied with references followed, text beside them first', () => {
    const { read } = setup({
      A: { $ref: '#/schemas/B' },
      B: { type: 'string', description: 'Of B', maxLength: 3 },
    });
    expect(read({ $ref: '#/schemas/A', description: 'Here', type: 'number' })).toEqual({
      type: 'string',
      description: 'Here',
      maxLength: 3,
    });
    expect(read({ $ref: 'https://a.example/d.json#/schemas/B' })).toMatchObject({ type: 'string' });
    expect(read({ properties: { $ref: { type: 'string' } } })).toEqual({
      properties: { $ref: { type: 'string' } },
    });
  });

  test('follow pointers with escapes, percent signs and list positions', () => {
    const { read } = setup({
      'a/b~c d': { type: 'string' },
      list: [{ type: 'null' }],
      '100%': { type: 'array' },
    });
    expect(read({ $ref: '#/schemas/a~1b~0c%20d' })).toEqual({ type: 'string' });
    expect(read({ $ref: '#/schemas/list/0' })).toEqual({ type: 'null' });
    expect(read({ $ref: '#/schemas/100%' })).toEqual({ type: 'array' });
  });

  test('that hold themselves are cut where they come round', () => {
    const { read } = setup({
      Node: { type: 'object', properties: { next: { $ref: '#/schemas/Node' }, value: { type: 'string' } } },
    });
    expect(read({ $ref: '#/schemas/Node' })).toEqual({
      type: 'object',
      properties: { next: { type: 'object', 'x-apiq-recursive': true }, value: { type: 'string' } },
    });
  });

  test('that hold each other twice are no cycle', () => {
    const { read } = setup({ Leaf: { type: 'string' } });
    const both = { properties: { a: { $ref: '#/schemas/Leaf' }, b: { $ref: '#/schemas/Leaf' } } };
    expect(read(both)).toEqual({ properties: { a: { type: 'string' }, b: { type: 'string' } } });
  });

  test('are shared between those that name them', () => {
    const { read } = setup({ Leaf: { type: 'object', properties: { a: { type: 'string' } } } });
    expect(read({ $ref: '#/schemas/Leaf' })).toBe(read({ $ref: '#/schemas/Leaf' }));
  });

  test('keep to their budget, and lose what lies deepest', () => {
    const deep = (level: number): unknown => ({
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: 6 }, (_, at) => [
          `member${at}`,
          level === 0 ? { type: 'string', description: 'd'.repeat(50) } : deep(level - 1),
        ]),
      ),
    });
    for (const budget of [100, 500, 3000, 10_000]) {
      const schema = setup({}).read(deep(4), budget);
      expect(size(schema)).toBeLessThanOrEqual(budget);
      if (budget > 100) expect(size(schema)).toBeGreaterThan(budget / 2);
      expect(JSON.stringify(schema)).toContain('x-apiq-truncated');
    }
    const { properties } = setup({}).read(deep(4), 3000);
    expect(Object.keys(properties ?? {})).toHaveLength(6);
  });

  test('keep required members before others, and say that others are allowed', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 500 }, (_, at) => [`field${at}`, { type: 'string' }]),
    );
    const schema = setup({}).read(
      { type: 'object', additionalProperties: false, required: ['field499'], properties },
      600,
    );
    expect(Object.keys(schema['properties'] ?? {})[0]).toBe('field499');
    expect(schema).toMatchObject({ 'x-apiq-truncated': true, additionalProperties: true });
    expect(size(schema)).toBeLessThanOrEqual(600);
  });

  test('never forbid by a cut list of values or alternatives', () => {
    const many = Array.from({ length: 1000 }, (_, at) => `value number ${at}`);
    expect(setup({}).read({ type: 'string', enum: many })).toEqual({
      type: 'string',
      examples: many.slice(0, 5),
    });
    const schema = setup({}).read({ oneOf: many.map((title) => ({ type: 'object', title })) });
    expect(schema).toEqual({ 'x-apiq-truncated': true });
  });

  test.each([
    [true, {}],
    [false, { not: {} }],
    [null, {}],
    ['text', {}],
    [[], {}],
    [{ type: 'file' }, { type: 'string', format: 'binary' }],
    [{ type: 'any' }, {}],
    [{ type: ['string', 'null', 'odd'] }, { type: ['string', 'null'] }],
    [{ enum: [{ a: 1 }] }, {}],
    [{ enum: [] }, {}],
    [{ required: true, minimum: '1', format: 5, description: 7 }, {}],
    [{ items: [{ type: 'string' }] }, {}],
    [{ properties: [] }, {}],
    [{ anyOf: 'x', allOf: {}, oneOf: null }, {}],
    [{ additionalProperties: true }, {}],
    [{ additionalProperties: { type: 'string' } }, { additionalProperties: { type: 'string' } }],
    [{ properties: { a: true, b: false } }, { properties: { a: {}, b: { not: {} } } }],
  ])('that are odd (%j) become %j', (odd, schema) => expect(setup({}).read(odd)).toEqual(schema));
});
