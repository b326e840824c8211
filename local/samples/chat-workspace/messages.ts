import * as z from 'zod';
import { operation, type SampleOperation } from '../server/operation.ts';
import { Message, MessageChanges, NewMessage, NewReaction } from './schemas.ts';
import { channelOf, messageOf, type ChatState } from './state.ts';

/** Whom the token belongs to. */
const BOT_USER_ID = 'U0001';

const params = z.object({
  messageId: z.string().meta({ description: 'Id of the message.', example: 'M000001' }),
});

export function messageOperations({
  state,
  now,
}: {
  readonly state: ChatState;
  readonly now: () => number;
}): readonly SampleOperation[] {
  const { messages, ids } = state;
  return [
    operation({
      operationId: 'postMessage',
      method: 'post',
      path: '/messages',
      summary: 'Post a message to a channel',
      description: 'Sends a text to a channel, to tell everybody in it about something.',
      tag: 'messages',
      body: NewMessage,
      success: { status: 201, description: 'The message as it was posted.', schema: Message },
      refusals: [404],
      handle({ body: { channel: target, text, threadId } }) {
        const { id: channelId, name: channel } = channelOf(state, target);
        const message: Message = {
          id: ids.message(),
          channelId,
          channel,
          userId: BOT_USER_ID,
          text,
          ...(threadId === undefined ? {} : { threadId: messageOf(state, threadId).id }),
          reactions: [],
          postedAt: new Date(now()).toISOString(),
        };
        messages.set(message.id, message);
        return message;
      },
    }),
    operation({
      operationId: 'getMessage',
      method: 'get',
      path: '/messages/{messageId}',
      summary: 'Get a message',
      description: 'One message with its reactions.',
      tag: 'messages',
      params,
      success: { status: 200, description: 'The message.', schema: Message },
      refusals: [404],
      handle: ({ params: { messageId } }) => messageOf(state, messageId),
    }),
    operation({
      operationId: 'updateMessage',
      method: 'patch',
      path: '/messages/{messageId}',
      summary: 'Edit a message',
      description: 'Replaces the text of a message.',
      tag: 'messages',
      params,
      body: MessageChanges,
      success: { status: 200, description: 'The message as it is now.', schema: Message },
      refusals: [404],
      handle({ params: { messageId }, body: { text } }) {
        const editedAt = new Date(now()).toISOString();
        const message: Message = { ...messageOf(state, messageId), text, editedAt };
        messages.set(messageId, message);
        return message;
      },
    }),
    operation({
      operationId: 'deleteMessage',
      method: 'delete',
      path: '/messages/{messageId}',
      summary: 'Delete a message',
      description: 'Removes a message for everybody, for good.',
      tag: 'messages',
      params,
      success: { status: 204, description: 'The message is gone.' },
      refusals: [404],
      handle: ({ params: { messageId } }) => void messages.delete(messageOf(state, messageId).id),
    }),
    operation({
      operationId: 'addReaction',
      method: 'post',
      path: '/messages/{messageId}/reactions',
      summary: 'React to a message',
      description: 'Adds an emoji to a message.',
      tag: 'messages',
      params,
      body: NewReaction,
      success: { status: 201, description: 'The message with its reactions.', schema: Message },
      refusals: [404],
      handle({ params: { messageId }, body: { name } }) {
        const message = messageOf(state, messageId);
        const count = message.reactions.find((reaction) => reaction.name === name)?.count ?? 0;
        const others = message.reactions.filter((reaction) => reaction.name !== name);
        const changed: Message = { ...message, reactions: [...others, { name, count: count + 1 }] };
        messages.set(messageId, changed);
        return changed;
      },
    }),
  ];
}
