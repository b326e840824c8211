import { makeValue } from '../../../shared/rehearsal/make-value.ts';

test.each([
  [{ type: 'string' }, 'text'],
  [{ type: 'string', format: 'email' }, 'person@example.com'],
  [{ type: 'string', minLength: 6, maxLength: 8 }, 'textxx'],
  [{ type: ['null', 'integer'], minimum: 5 }, 5],
  [{ type: 'number', exclusiveMinimum: 2, multipleOf: 5 }, 5],
  [{ type: 'string', enum: ['open', 'closed'] }, 'open'],
  [{ type: 'string', default: 'usual', enum: ['other'] }, 'usual'],
  [{ type: 'string', examples: ['shown'] }, 'shown'],
  [{ type: 'array', items: { type: 'boolean' }, minItems: 2 }, [true, true]],
  [
    {
      allOf: [
        { type: 'object', properties: { id: { type: 'integer' } } },
        { properties: { secret: { type: 'string', writeOnly: true } } },
      ],
    },
    { id: 1 },
  ],
  [{}, null],
])('%j gives %j', (schema, value) => {
  expect(makeValue(schema)).toEqual(value);
});

test('a schema without end ends', () => {
  const deep = (levels: number): object =>
    levels === 0
      ? { type: 'string' }
      : { type: 'object', properties: { in: deep(levels - 1) }, required: ['in'] };
  expect(JSON.stringify(makeValue(JSON.parse(JSON.stringify(deep(100))))).length).toBeLessThan(500);
});
