import { catalogueOf, operationOf } from '../../support/read-fixture.ts';

const json = (media: object) => ({
  content: { 'application/json': { schema: { type: 'object' }, ...media } },
});
const exampleIn = (response: object, document: object = { openapi: '3.1.0' }) => {
  const text = JSON.stringify({
    ...document,
    info: { title: 'T', version: '1' },
    components: { examples: { shared: { value: 'shared' } } },
    paths: { '/a': { get: { responses: { '200': { description: '', ...response } } } } },
  });
  return operationOf(catalogueOf(text), 'GET /a').responses['200']?.example;
};

test.each([
  ['its own', json({ example: { id: 1 } }), { id: 1 }],
  ['the first of several', json({ examples: { a: { value: [1] }, b: { value: 2 } } }), [1]],
  ['one by reference', json({ examples: { a: { $ref: '#/components/examples/shared' } } }), 'shared'],
  ['that of its schema', json({ schema: { type: 'object', example: { id: 2 } } }), { id: 2 }],
  ['none where it is large', json({ example: 'x'.repeat(2_000) }), undefined],
  ['none that reaches for a prototype', json({ example: { constructor: 1 } }), undefined],
  ['none of a body that is no JSON', { content: { 'text/plain': { example: 'a' } } }, undefined],
])('a response keeps %s', (_name, response, example) => {
  expect(exampleIn(response)).toEqual(example);
});

test('a response of Swagger 2.0 keeps the example of its JSON', () => {
  const response = { examples: { 'text/xml': '<a/>', 'application/json': { id: 3 } } };
  expect(exampleIn(response, { swagger: '2.0', host: 'a.example' })).toEqual({ id: 3 });
});
