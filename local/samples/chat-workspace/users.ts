import * as z from 'zod';
import { operation, type SampleOperation } from '../server/operation.ts';
import { notFound } from '../server/rest-error.ts';
import { User } from './schemas.ts';
import type { ChatState } from './state.ts';

export function userOperations({ users }: ChatState): readonly SampleOperation[] {
  return [
    operation({
      operationId: 'listUsers',
      method: 'get',
      path: '/users',
      summary: 'List users',
      description: 'The people of the workspace; by email to find one of them.',
      tag: 'users',
      query: z.object({
        email: z.string().optional().meta({ description: 'Only the user with this address.' }),
      }),
      success: {
        status: 200,
        description: 'The users.',
        schema: z.object({ users: z.array(User) }).meta({ id: 'UserList' }),
      },
      handle: ({ query: { email } }) => ({
        users: [...users.values()].filter(
          (user) => email === undefined || user.email.toLowerCase() === email.toLowerCase(),
        ),
      }),
    }),
    operation({
      operationId: 'getUser',
      method: 'get',
      path: '/users/{userId}',
      summary: 'Get a user',
      description: 'One person of the workspace.',
      tag: 'users',
      params: z.object({ userId: z.string().meta({ description: 'Id of the user.', example: 'U0001' }) }),
      success: { status: 200, description: 'The user.', schema: User },
      refusals: [404],
      handle({ params: { userId } }) {
        const user = users.get(userId);
        if (user === undefined) throw notFound(`User ${userId}`);
        return user;
      },
    }),
  ];
}
