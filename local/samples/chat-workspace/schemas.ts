import * as z from 'zod';

export const Channel = z
  .object({
    id: z.string().meta({ description: 'Id of the channel.', example: 'C0001' }),
    name: z.string().meta({ description: 'Without the leading #.', example: 'adoptions' }),
    topic: z.string(),
    memberCount: z.int(),
    createdAt: z.iso.datetime(),
  })
  .meta({
    id: 'Channel',
    example: {
      id: 'C0002',
      name: 'adoptions',
      topic: 'Animals that look for a home',
      memberCount: 3,
      createdAt: '2026-01-02T08:00:00.000Z',
    },
  });
export type Channel = z.output<typeof Channel>;

export const NewChannel = z
  .object({
    name: z
      .string()
      .regex(/^#?[a-z0-9][a-z0-9_-]{0,79}$/)
      .meta({ description: 'Lower case; a leading # is dropped.', example: 'volunteers' }),
    topic: z.string().max(250).default(''),
  })
  .meta({ id: 'NewChannel', example: { name: 'volunteers', topic: 'Who helps when' } });

const Reaction = z
  .object({ name: z.string().meta({ example: 'heart' }), count: z.int() })
  .meta({ id: 'Reaction', example: { name: 'heart', count: 2 } });

export const Message = z
  .object({
    id: z.string().meta({ description: 'Id of the message.', example: 'M000001' }),
    channelId: z.string().meta({ example: 'C0002' }),
    channel: z.string().meta({ description: 'Name of the channel.', example: 'adoptions' }),
    userId: z.string().meta({ description: 'Who wrote it.', example: 'U0001' }),
    text: z.string(),
    threadId: z.string().optional().meta({ description: 'The message that this one replies to.' }),
    reactions: z.array(Reaction),
    postedAt: z.iso.datetime(),
    editedAt: z.iso.datetime().optional(),
  })
  .meta({
    id: 'Message',
    example: {
      id: 'M000001',
      channelId: 'C0002',
      channel: 'adoptions',
      userId: 'U0001',
      text: 'Olive has found a home!',
      reactions: [{ name: 'heart', count: 2 }],
      postedAt: '2026-01-06T10:00:00.000Z',
    },
  });
export type Message = z.output<typeof Message>;

const text = z.string().min(1).max(4000).meta({ description: 'What the message says.' });

export const NewMessage = z
  .object({
    channel: z.string().min(1).meta({
      description: 'Channel to post to: its name with or without #, or its id.',
      example: '#adoptions',
    }),
    text,
    threadId: z.string().optional().meta({ description: 'Id of the message to reply to.' }),
  })
  .meta({ id: 'NewMessage', example: { channel: '#adoptions', text: 'Biscuit is looking for a home.' } });

export const MessageChanges = z
  .object({ text })
  .meta({ id: 'MessageChanges', example: { text: 'Biscuit has found a home.' } });

export const NewReaction = z
  .object({
    name: z
      .string()
      .regex(/^[a-z0-9_+-]{1,40}$/)
      .meta({ description: 'Name of the emoji without colons.', example: 'heart' }),
  })
  .meta({ id: 'NewReaction', example: { name: 'heart' } });

export const User = z
  .object({
    id: z.string().meta({ example: 'U0001' }),
    name: z.string().meta({ example: 'Ada Park' }),
    email: z.email().meta({ example: 'ada.park@example.com' }),
    title: z.string(),
  })
  .meta({
    id: 'User',
    example: { id: 'U0001', name: 'Ada Park', email: 'ada.park@example.com', title: 'Store manager' },
  });
export type User = z.output<typeof User>;
