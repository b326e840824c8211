import { call } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';

describe('templates', () => {
  let token: string;
  beforeAll(async () => {
    ({ token } = await newPerson('Annie'));
  });
  const make = (id: string, body: unknown) => call('POST', `/templates/${id}/workflows`, { token, body });

  test('are listed with what they need', async () => {
    const { body } = await call('GET', '/templates?search=posts', { token });
    expect(body.data.templates).toContainEqual(
      expect.objectContaining({
        id: 'comments-of-posts',
        slots: [
          {
            id: 'posts',
            description: 'The posts.',
            preset: 'jsonplaceholder',
            operations: [
              { method: 'GET', endpoint: '/posts' },
              { method: 'GET', endpoint: '/comments' },
            ],
          },
        ],
        inputs: [expect.objectContaining({ name: 'userId', required: false })],
      }),
    );
  });

  test('one becomes a workflow over a connection, and shows in a dry run what it does', async () => {
    const connection = await call('POST', '/connections', { token, body: { preset: 'jsonplaceholder' } });
    const posts = connection.body.data.id;
    const made = await make('comments-of-posts', { name: 'Mine', connections: { posts } });
    expect(made).toMatchObject({
      status: 201,
      body: { data: { templateId: 'comments-of-posts', name: 'Mine', inputs: ['userId'] } },
    });
    const { workflowId } = made.body.data;
    expect((await call('GET', `/workflows/${workflowId}`, { token })).body.data).toMatchObject({
      status: 'draft',
      source: { kind: 'template', id: 'comments-of-posts' },
    });
    const tried = await call('POST', `/workflows/${workflowId}/dry-run`, {
      token,
      body: { input: { userId: 3 }, answers: { posts: { body: [{ id: 7 }, { id: 8 }] } } },
    });
    expect(tried.body.data).toMatchObject({ status: 'completed', calls: { read: 3, write: 0 } });
  });

  test('what is missing or does not fit is refused where it stands', async () => {
    expect(await make('comments-of-posts', {})).toMatchObject({
      status: 422,
      body: {
        details: [{ path: 'body.connections.posts', message: expect.stringContaining('jsonplaceholder') }],
      },
    });
    expect(await make('reminder-to-webhook', { input: { webhookUrl: 'nowhere' } })).toMatchObject({
      status: 422,
    });
    expect(await make('no-such-template', {})).toMatchObject({ status: 404 });
  });
});
