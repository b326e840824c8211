import * as z from 'zod';
import { operation, type SampleOperation } from '../server/operation.ts';
import { conflict } from '../server/rest-error.ts';
import { Channel, Message, NewChannel } from './schemas.ts';
import { channelOf, type ChatState } from './state.ts';

const params = z.object({
  channelId: z.string().meta({ description: 'Id or name of the channel.', example: 'C0002' }),
});

export function channelOperations({
  state,
  now,
}: {
  readonly state: ChatState;
  readonly now: () => number;
}): readonly SampleOperation[] {
  const { channels, messages, users, ids } = state;
  return [
    operation({
      operationId: 'listChannels',
      method: 'get',
      path: '/channels',
      summary: 'List channels',
      description: 'All channels of the workspace, oldest first.',
      tag: 'channels',
      success: {
        status: 200,
        description: 'The channels.',
        schema: z.object({ channels: z.array(Channel) }).meta({ id: 'ChannelList' }),
      },
      handle: () => ({ channels: [...channels.values()] }),
    }),
    operation({
      operationId: 'createChannel',
      method: 'post',
      path: '/channels',
      summary: 'Create a channel',
      description: 'Opens a new channel for everybody.',
      tag: 'channels',
      body: NewChannel,
      success: { status: 201, description: 'The new channel.', schema: Channel },
      refusals: [409],
      handle({ body }) {
        const name = body.name.replace(/^#/, '');
        if ([...channels.values()].some((channel) => channel.name === name)) {
          throw conflict(`There is a channel #${name} already.`);
        }
        const createdAt = new Date(now()).toISOString();
        const channel: Channel = {
          id: ids.channel(),
          name,
          topic: body.topic,
          memberCount: users.size,
          createdAt,
        };
        channels.set(channel.id, channel);
        return channel;
      },
    }),
    operation({
      operationId: 'getChannel',
      method: 'get',
      path: '/channels/{channelId}',
      summary: 'Get a channel',
      description: 'One channel by its id or name.',
      tag: 'channels',
      params,
      success: { status: 200, description: 'The channel.', schema: Channel },
      refusals: [404],
      handle: ({ params: { channelId } }) => channelOf(state, channelId),
    }),
    operation({
      operationId: 'listMessages',
      method: 'get',
      path: '/channels/{channelId}/messages',
      summary: 'List the messages of a channel',
      description: 'What was said in a channel, newest first.',
      tag: 'messages',
      params,
      query: z.object({
        limit: z.coerce
          .number()
          .int()
          .min(1)
          .max(100)
          .default(20)
          .meta({ description: 'At most so many messages.' }),
        threadId: z.string().optional().meta({ description: 'Only replies to this message.' }),
      }),
      success: {
        status: 200,
        description: 'The messages.',
        schema: z.object({ messages: z.array(Message), hasMore: z.boolean() }).meta({ id: 'MessageList' }),
      },
      refusals: [404],
      handle({ params: { channelId }, query: { limit, threadId } }) {
        const { id } = channelOf(state, channelId);
        const all = [...messages.values()].filter(
          (message) => message.channelId === id && (threadId === undefined || message.threadId === threadId),
        );
        return { messages: all.toReversed().slice(0, limit), hasMore: all.length > limit };
      },
    }),
  ];
}
