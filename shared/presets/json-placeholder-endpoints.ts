import { writtenEndpoint } from './written-endpoint.ts';

const RESOURCES = [
  { many: 'posts', one: 'post', body: { userId: 'integer', title: 'string', body: 'string' }, of: 'userId' },
  {
    many: 'comments',
    one: 'comment',
    body: { postId: 'integer', name: 'string', email: 'string', body: 'string' },
    of: 'postId',
  },
  { many: 'albums', one: 'album', body: { userId: 'integer', title: 'string' }, of: 'userId' },
  {
    many: 'photos',
    one: 'photo',
    body: { albumId: 'integer', title: 'string', url: 'string' },
    of: 'albumId',
  },
  {
    many: 'todos',
    one: 'todo',
    body: { userId: 'integer', title: 'string', completed: 'boolean' },
    of: 'userId',
  },
  {
    many: 'users',
    one: 'user',
    body: { name: 'string', username: 'string', email: 'string' },
    of: 'username',
  },
] as const;

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** The routes of https://jsonplaceholder.typicode.com/guide: nothing that is written there is kept. */
export const JSON_PLACEHOLDER_ENDPOINTS = RESOURCES.flatMap(({ many, one, body, of }) => [
  writtenEndpoint({
    method: 'GET',
    path: `/${many}`,
    operationId: `list${capital(many)}`,
    summary: `List the ${many}`,
    parameters: [{ name: of, schema: { type: of === 'username' ? 'string' : 'integer' } }],
    list: true,
  }),
  writtenEndpoint({
    method: 'GET',
    path: `/${many}/{id}`,
    operationId: `get${capital(one)}`,
    summary: `Get one ${one}`,
  }),
  writtenEndpoint({
    method: 'POST',
    path: `/${many}`,
    operationId: `create${capital(one)}`,
    summary: `Create a ${one}`,
    body,
  }),
  writtenEndpoint({
    method: 'PUT',
    path: `/${many}/{id}`,
    operationId: `replace${capital(one)}`,
    summary: `Replace a ${one}`,
    body,
  }),
  writtenEndpoint({
    method: 'DELETE',
    path: `/${many}/{id}`,
    operationId: `delete${capital(one)}`,
    summary: `Delete a ${one}`,
  }),
]);
