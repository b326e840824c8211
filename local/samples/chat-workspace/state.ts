import { notFound } from '../server/rest-error.ts';
import type { Channel, Message, User } from './schemas.ts';

/** The workspace's memory; each map in the order of creation. */
export interface ChatState {
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, Message>;
  readonly users: Map<string, User>;
  /** The next id of each kind; none is given twice. */
  readonly ids: { channel(): string; message(): string };
}

const TOPICS: Readonly<Record<string, string>> = {
  general: 'Everything that concerns everybody',
  adoptions: 'Animals that look for a home',
  sales: 'Deals and customers',
  random: 'The rest',
};

const USERS: readonly User[] = [
  { id: 'U0001', name: 'Ada Park', email: 'ada.park@example.com', title: 'Store manager' },
  { id: 'U0002', name: 'Ben Okafor', email: 'ben.okafor@example.com', title: 'Adoption counsellor' },
  { id: 'U0003', name: 'Chiara Neri', email: 'chiara.neri@example.com', title: 'Veterinarian' },
];

export function createChatState(): ChatState {
  const channels = Object.entries(TOPICS).map(([name, topic], index): Channel => ({
    id: channelId(index + 1),
    name,
    topic,
    memberCount: USERS.length,
    createdAt: '2026-01-02T08:00:00.000Z',
  }));
  const first: Message = {
    id: messageId(1),
    channelId: channelId(2),
    channel: 'adoptions',
    userId: 'U0002',
    text: 'Olive has found a home!',
    reactions: [{ name: 'heart', count: 2 }],
    postedAt: '2026-01-06T10:00:00.000Z',
  };
  let lastChannel = channels.length;
  let lastMessage = 1;
  return {
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    messages: new Map([[first.id, first]]),
    users: new Map(USERS.map((user) => [user.id, user])),
    ids: {
      channel: () => channelId((lastChannel += 1)),
      message: () => messageId((lastMessage += 1)),
    },
  };
}

/** The channel by its id or its name, with or without `#`. Throws a 404. */
export function channelOf({ channels }: ChatState, idOrName: string): Channel {
  const name = idOrName.replace(/^#/, '').toLowerCase();
  const found = channels.get(idOrName) ?? [...channels.values()].find((channel) => channel.name === name);
  if (found === undefined) throw notFound(`Channel ${idOrName}`);
  return found;
}

/** Throws a 404. */
export function messageOf({ messages }: ChatState, id: string): Message {
  const message = messages.get(id);
  if (message === undefined) throw notFound(`Message ${id}`);
  return message;
}

function channelId(number: number): string {
  return `C${String(number).padStart(4, '0')}`;
}

function messageId(number: number): string {
  return `M${String(number).padStart(6, '0')}`;
}
