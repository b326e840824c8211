import * as fc from 'fast-check';
import type { Operation } from '../../../shared/domain/catalogue.ts';
import { withPaths } from '../../support/documents/build.ts';
import { catalogueOf, problemsOf } from '../../support/read-fixture.ts';

const LIMIT = 8192;

function sizesOf({ parameters, requestBody, responses }: Operation) {
  return {
    input: Buffer.byteLength(JSON.stringify([parameters, requestBody ?? null])),
    output: Buffer.byteLength(JSON.stringify(responses)),
  };
}

const parameterNamed = (name: string, required = false) => ({
  name,
  in: 'query',
  required,
  description: `What ${name} means. `.repeat(20),
  schema: { type: 'array', items: { type: 'string', enum: ['one', 'two', 'three', 'four', 'five'] } },
});

function read(operation: object, path = '/a') {
  const catalogue = catalogueOf(withPaths({ [path]: { post: operation } }));
  const [first] = catalogue.operations;
  if (!first) throw new Error('The operation is missing.');
  return { ...first, ...sizesOf(first), problems: problemsOf(catalogue) };
}

describe('what an operation takes and answers is bounded', () => {
  test('whatever is described', () => {
    const shape = fc.record({
      letter: fc.constantFrom('a', 'ü', '"', '\u0001', '🌳'),
      length: fc.integer({ min: 1, max: 60 }),
      parameters: fc.integer({ min: 0, max: 120 }),
      required: fc.integer({ min: 0, max: 120 }),
      fields: fc.integer({ min: 0, max: 120 }),
      responses: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(shape, ({ letter, length, parameters, required, fields, responses }) => {
        const name = (at: number) => `${letter.repeat(length)}${at}`;
        const list = (count: number) => Array.from({ length: count }, (_, at) => at);
        const schema = { type: 'string', description: letter.repeat(80), enum: list(10).map(name) };
        const properties = Object.fromEntries(list(fields).map((at) => [name(at), schema]));
        const content = {
          'application/json': { schema: { type: 'object', properties, required: Object.keys(properties) } },
        };
        const { input, output } = read({
          parameters: list(parameters).map((at) => ({ ...parameterNamed(name(at), at < required), schema })),
          requestBody: { content },
          responses: Object.fromEntries(
            list(responses).map((at) => [String(200 + at), { description: letter.repeat(400), content }]),
          ),
        });
        expect(Math.max(input, output)).toBeLessThanOrEqual(LIMIT);
      }),
      { numRuns: 40 },
    );
  });

  test('and optional parameters lose their text before required ones', () => {
    const names = Array.from({ length: 40 }, (_, at) => `filter_${at}`);
    const parameters = [...names.map((name) => parameterNamed(name)), parameterNamed('last', true)];
    const {
      parameters: made,
      input,
      problems,
    } = read({ parameters, responses: { 204: { description: 'Done' } } });
    expect(made.map(({ name }) => name)).toEqual([...names, 'last']);
    expect(made.at(-1)).toMatchObject({
      description: expect.any(String),
      schema: { items: { enum: expect.any(Array) } },
    });
    expect(made[0]?.description).toBeDefined();
    expect(made[39]?.description).toBeUndefined();
    expect(input).toBeGreaterThan(LIMIT * 0.9);
    expect(problems).toEqual([]);
  });

  test('and those that do not even fit without are left out, optional ones first, with a problem', () => {
    const parameters = Array.from({ length: 150 }, (_, at) => parameterNamed(`filter_${at}`, at >= 130));
    const { parameters: made, problems } = read({ parameters }, '/a/{id}');
    expect(made.filter(({ required }) => required)).toHaveLength(21);
    expect(made.length).toBeLessThan(150);
    expect(problems).toContain('TOO_MANY_PARAMETERS /paths/~1a~1{id}/post');
  });

  test('and of the answers the first success is kept', () => {
    const content = (properties: object) => ({
      'application/json': { schema: { type: 'object', properties } },
    });
    const errors = Array.from({ length: 50 }, (_, at) => [
      String(400 + at),
      { description: 'It failed. '.repeat(20), content: content({ message: { type: 'string' } }) },
    ]);
    const success = { description: 'Fine', content: content({ id: { type: 'string' } }) };
    const { responses, output } = read({ responses: { ...Object.fromEntries(errors), 201: success } });
    expect(Object.keys(responses)).toHaveLength(51);
    expect(responses['201']).toMatchObject({
      description: 'Fine',
      schema: { properties: { id: { type: 'string' } } },
    });
    expect(responses['400']).toHaveProperty('schema');
    expect(responses['449']).toEqual({ description: '' });
    expect(output).toBeLessThanOrEqual(LIMIT);
  });
});
