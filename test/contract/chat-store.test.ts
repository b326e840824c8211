import { createChatStore } from '../../shared/aws/chat-store.ts';
import { createPlanStore } from '../../shared/aws/plan-store.ts';
import { chatSessionKey, tenantPartition, TTL_ATTRIBUTE } from '../../shared/aws/table.ts';
import { MAX_EXCHANGES, type ChatExchange, type ChatSession } from '../../shared/domain/chat.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { planRecord, TIME } from '../support/records.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

function setup({ now = '2025-01-02T00:00:00.000Z' } = {}) {
  const tenantId = testId('ws');
  const clock = { now: () => Date.parse(now) };
  const session: ChatSession = {
    id: testId('chat'),
    tenantId,
    userId: 'user-1',
    title: 'Pets',
    exchanges: 0,
    createdAt: TIME,
    updatedAt: TIME,
    expiresAt: '2025-01-08T00:00:00.000Z',
  };
  return {
    tenantId,
    session,
    clock,
    chats: createChatStore({ table: dynamodb.table, clock }),
    change: changeOf({ tenantId, action: 'chat.message_answered' }),
  };
}

const exchangeOf = (number: number, over: Partial<ChatExchange> = {}): ChatExchange => ({
  number,
  at: TIME,
  message: `message ${number}`,
  reply: 'It only reads.',
  ...over,
});

describe('conversations', () => {
  it('come back with their exchanges in order, and expire', async () => {
    const { session, chats, change } = setup();
    await chats.create(session, change);
    const one = {
      ...session,
      exchanges: 1,
      pending: { message: 'drop it', steps: ['a', 'b'], choose: 'one' as const },
    };
    await chats.record({ session: one, exchange: exchangeOf(1) }, setupChange(session));
    const two = { ...session, exchanges: 2 };
    await chats.record({ session: two, exchange: exchangeOf(2) }, setupChange(session));

    expect(await chats.get(session, session.id)).toEqual(two);
    expect(await chats.history(two, 10)).toEqual([exchangeOf(1), exchangeOf(2)]);
    expect(await chats.history(two, 1)).toEqual([exchangeOf(2)]);
    expect((await dynamodb.table.get(chatSessionKey(session)))?.[TTL_ATTRIBUTE]).toBe(
      Date.parse(session.expiresAt) / 1000,
    );
    const late = createChatStore({
      table: dynamodb.table,
      clock: { now: () => Date.parse(session.expiresAt) },
    });
    expect(await late.get(session, session.id)).toBeUndefined();
    expect(await late.list(session, { page: 1, limit: 20 })).toMatchObject({ items: [], total: 0 });
  });

  it('belong to one person of one workspace', async () => {
    const { session, tenantId, chats, change } = setup();
    await chats.create(session, change);
    const others = [
      { tenantId, userId: 'user-2' },
      { tenantId: testId('ws'), userId: 'user-1' },
      { tenantId, userId: 'user-1#' },
    ];
    for (const owner of others) {
      expect(await chats.get(owner, session.id)).toBeUndefined();
      expect(await chats.list(owner, { page: 1, limit: 20 })).toMatchObject({ total: 0 });
    }
    expect(await chats.list(session, { page: 1, limit: 20 })).toMatchObject({ items: [session], total: 1 });
  });

  it('take one answer to each message: of two at a time the second is refused and leaves nothing', async () => {
    const { session, tenantId, chats, clock, change } = setup();
    await chats.create(session, change);
    const plan = planRecord({ tenantId });
    const next = { ...session, exchanges: 1 };
    await chats.record({ session: next, exchange: exchangeOf(1) }, setupChange(session));
    const late = chats.record({ session: next, exchange: exchangeOf(1), plan }, setupChange(session));
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await createPlanStore({ table: dynamodb.table, clock }).get(tenantId, plan.id)).toBeUndefined();
  });

  it('keep the newest exchanges', async () => {
    const { session, chats, change } = setup();
    await chats.create(session, change);
    for (let number = 1; number <= MAX_EXCHANGES + 2; number += 1) {
      await chats.record(
        { session: { ...session, exchanges: number }, exchange: exchangeOf(number) },
        setupChange(session),
      );
    }
    const kept = await chats.history(session, 1000);
    expect(kept.map(({ number }) => number)).toEqual(
      Array.from({ length: MAX_EXCHANGES }, (_, at) => at + 3),
    );
  });

  it('are deleted with their exchanges, once', async () => {
    const { session, tenantId, chats, change } = setup();
    await chats.create(session, change);
    await chats.record(
      { session: { ...session, exchanges: 1 }, exchange: exchangeOf(1) },
      setupChange(session),
    );
    await chats.delete(session, setupChange(session));
    await expect(chats.delete(session, setupChange(session))).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    const left = await dynamodb.table.query({ partition: tenantPartition(tenantId), prefix: 'CHAT' });
    expect(left).toEqual([]);
  });
});

function setupChange({ tenantId }: ChatSession) {
  return changeOf({ tenantId, action: 'chat.message_answered' });
}
