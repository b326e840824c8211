import * as z from 'zod';
import { MAX_EXCHANGES, type ChatExchange, type ChatSession } from '../domain/chat.ts';
import { AppError } from '../domain/errors.ts';
import type { ChatStore, Clock } from '../ports.ts';
import { changeWrites } from './change-writes.ts';
import { fromJsonText } from './json-text.ts';
import { pageOf, sliceOf } from './page-of.ts';
import { planWrite } from './plan-store.ts';
import type { Item, NewItem, TableClient } from './table-operations.ts';
import {
  chatExchangeKey,
  chatExchangesPrefix,
  chatSessionKey,
  chatSessionsPrefix,
  tenantPartition,
  TTL_ATTRIBUTE,
} from './table.ts';

const NEW_SESSION = 'attribute_not_exists(pk)';
/** Nobody has answered another message of the conversation meanwhile, and nobody has deleted it. */
const NEXT_ANSWER = 'exchanges = :seen';
const SESSION_EXISTS = 'attribute_exists(pk)';

const StoredSession = z.lazy(() =>
  z.object({
    id: z.string(),
    tenantId: z.string(),
    userId: z.string(),
    title: z.string(),
    exchanges: z.number(),
    planId: z.exactOptional(z.string()),
    planHash: z.exactOptional(z.string()),
    pending: z.exactOptional(
      z.object({ message: z.string(), steps: z.array(z.string()), choose: z.enum(['one', 'all']) }),
    ),
    createdAt: z.string(),
    updatedAt: z.string(),
    expiresAt: z.string(),
  }),
) satisfies z.ZodType<ChatSession>;

const StoredExchange = z.lazy(() =>
  z.object({
    number: z.number(),
    at: z.string(),
    message: z.string(),
    reply: z.string(),
    planId: z.exactOptional(z.string()),
    planHash: z.exactOptional(z.string()),
  }),
) satisfies z.ZodType<ChatExchange>;

/** Conversations in the table: a head each, and an item for each exchange. Expiry is checked on reading. */
export function createChatStore({ table, clock }: { table: TableClient; clock: Clock }): ChatStore {
  const read = (item: Item | undefined): readonly ChatSession[] => {
    if (item === undefined) return [];
    const session = StoredSession.parse(fromJsonText(String(item['session'])));
    return Date.parse(session.expiresAt) > clock.now() ? [session] : [];
  };
  const exchangesOf = async (session: ChatSession, limit: number): Promise<ChatExchange[]> => {
    const items = await table.query({
      partition: tenantPartition(session.tenantId),
      prefix: chatExchangesPrefix(session.id),
      newestFirst: true,
      limit,
    });
    return items.map((item) => StoredExchange.parse(fromJsonText(String(item['exchange'])))).toReversed();
  };
  return {
    async create(session, change) {
      await table.transact([
        {
          put: headOf(session),
          condition: NEW_SESSION,
          refused: () => new AppError('CONFLICT', 'A conversation with this id exists.'),
        },
        ...changeWrites(session.tenantId, change),
      ]);
    },
    async get(owner, id) {
      return read(await table.get(chatSessionKey({ ...owner, id })))[0];
    },
    async list({ tenantId, userId }, request) {
      const items = await table.query({
        partition: tenantPartition(tenantId),
        prefix: chatSessionsPrefix(userId),
        newestFirst: true,
      });
      const found = items.flatMap(read);
      return pageOf({ request, items: sliceOf(request, found), total: found.length });
    },
    history: exchangesOf,
    async record({ session, exchange, plan }, change) {
      const { tenantId, id } = session;
      const place = { tenantId, sessionId: id };
      const oldest = exchange.number - MAX_EXCHANGES;
      await table.transact([
        {
          put: headOf(session),
          condition: NEXT_ANSWER,
          values: { ':seen': exchange.number - 1 },
          refused: () =>
            new AppError('CONFLICT', 'Another message of this conversation was answered meanwhile.'),
        },
        {
          put: {
            ...chatExchangeKey({ ...place, number: exchange.number }),
            exchange: JSON.stringify(exchange),
            [TTL_ATTRIBUTE]: secondsOf(session.expiresAt),
          },
        },
        ...(oldest < 1 ? [] : [{ delete: chatExchangeKey({ ...place, number: oldest }) }]),
        ...(plan === undefined ? [] : [planWrite(plan)]),
        ...changeWrites(tenantId, change),
      ]);
    },
    async delete(session, change) {
      const { tenantId, id } = session;
      const exchanges = await exchangesOf(session, MAX_EXCHANGES);
      await table.transact([
        {
          delete: chatSessionKey(session),
          condition: SESSION_EXISTS,
          refused: () => new AppError('RESOURCE_NOT_FOUND', 'Conversation not found.'),
        },
        ...exchanges.map(({ number }) => ({
          delete: chatExchangeKey({ tenantId, sessionId: id, number }),
        })),
        ...changeWrites(tenantId, change),
      ]);
    },
  };
}

/** `exchanges` stands beside the text, for the condition. */
function headOf(session: ChatSession): NewItem {
  return {
    ...chatSessionKey(session),
    exchanges: session.exchanges,
    session: JSON.stringify(session),
    [TTL_ATTRIBUTE]: secondsOf(session.expiresAt),
  };
}

function secondsOf(time: string): number {
  return Math.ceil(Date.parse(time) / 1000);
}
