import type { JsonSchema } from '../../shared/domain/catalogue.ts';
import { buildIndex } from '../../shared/planner/retrieve.ts';
import { suppliersFor } from '../../shared/planner/supply.ts';
import { apiOf, operation, parameter } from '../support/planner-apis.ts';

const text: JsonSchema = { type: 'string' };
const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties,
});
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const get = (path: string, answers: JsonSchema, parameters = pathParameters(path)) =>
  operation({ method: 'GET', path, operationId: path.replace(/\W+/g, '_'), parameters, answers });
const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map((match) => parameter(match[1] ?? '', 'path'));

const author = object({ id: text, name: text, born: text, died: text, nationality: text });
const library = apiOf('Library', [
  get('/me', object({ id: text, name: text })),
  get(
    '/search',
    object({ authors: object({ items: { type: 'array' } }), books: object({ items: { type: 'array' } }) }),
    [parameter('q', 'query', text, true)],
  ),
  get('/authors/{id}', author),
  get('/authors/{id}/books', object({ items: list(object({ id: text, title: text })) })),
  get(
    '/books/{id}/credits',
    object({ contributors: list(object({ id: text, born: text, died: text, nationality: text })) }),
  ),
  get('/books/{id}/pages', list(object({ number: { type: 'integer' } }))),
  operation({
    method: 'POST',
    path: '/users/{user_id}/shelves',
    operationId: 'makeShelf',
    parameters: [parameter('user_id', 'path')],
  }),
  operation({
    method: 'PUT',
    path: '/me/favourites',
    operationId: 'keepFavourites',
    parameters: [{ ...parameter('ids', 'query', text, true), description: 'Ids of the books to keep' }],
  }),
]);
const index = buildIndex([library]);

function suppliers(path: string, name: string): readonly string[] {
  const consumer = index.operations.find((view) => view.operation.path === path);
  const input = consumer?.inputs.find((candidate) => candidate.name === name);
  if (!consumer || !input) throw new Error(`no ${name} in ${path}`);
  return suppliersFor(index, input, consumer).map(
    ({ producer, output }) => `${producer.operation.path} ${output.path}`,
  );
}

describe('suppliersFor', () => {
  it('finds the key of a thing by the collection that a list is about, also where the document was cut', () => {
    expect(suppliers('/authors/{id}/books', 'id')).toContain('/search .authors.items[0].id');
  });

  it('finds the collection below another thing', () => {
    expect(suppliers('/books/{id}/pages', 'id')).toEqual(
      expect.arrayContaining(['/authors/{id}/books .items[0].id', '/search .books.items[0].id']),
    );
  });

  it('knows that the caller is a user', () => {
    expect(suppliers('/users/{user_id}/shelves', 'user_id')[0]).toBe('/me .id');
  });

  it('reads in a description which keys are meant', () => {
    expect(suppliers('/me/favourites', 'ids')).toContain('/authors/{id}/books .items[0].id');
  });

  it('tells a thing under another name by its fields', () => {
    expect(suppliers('/authors/{id}', 'id')).toContain('/books/{id}/credits .contributors[0].id');
  });

  it('does not ask for a key to find the same key', () => {
    expect(suppliers('/authors/{id}/books', 'id').join()).not.toContain('/authors/{id}');
  });
});
