import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { createAccountStore } from '../../shared/aws/account-store.ts';
import { createEventBus } from '../../shared/aws/event-bus.ts';
import {
  createOutboxPublisher,
  outboxRowOfImage,
  type OutboxRow,
} from '../../shared/aws/outbox-publisher.ts';
import { outboxKey, TTL_ATTRIBUTE } from '../../shared/aws/table.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';

let dynamodb: TestDynamoDb;
beforeEach(async () => {
  dynamodb = await startDynamoDb();
});
afterEach(() => dynamodb.close());

const NOW = Date.parse('2025-01-01T01:00:00.000Z');
const FAR = '2026-01-01T00:00:00.000Z';

function setup() {
  const bus = mockClient(EventBridgeClient);
  bus.on(PutEventsCommand).callsFake(({ Entries }) => ({
    FailedEntryCount: 0,
    Entries: Entries.map(() => ({ EventId: 'x' })),
  }));
  const publisher = createOutboxPublisher({
    table: dynamodb.table,
    putEvents: createEventBus({
      busName: 'apiq-bus',
      client: new EventBridgeClient({ region: 'us-east-1' }),
    }),
    clock: { now: () => NOW },
  });
  const accounts = createAccountStore({ table: dynamodb.table });
  const tenantId = testId('ws');
  const write = async (count: number, time = '2025-01-01T00:00:00.000Z'): Promise<DomainEvent[]> => {
    const changes = Array.from({ length: count }, () => changeOf({ tenantId, event: 'plan.created', time }));
    for (const change of changes) await accounts.record(change);
    return changes.flatMap((change) => change.events);
  };
  const waiting = (before = FAR) => publisher.unpublishedBefore(before, 100);
  return { bus, publisher, write, waiting };
}

const ids = (rows: readonly OutboxRow[]) => rows.map(({ event }) => event.id).toSorted();

describe('the outbox publisher', () => {
  it('finds what was not published before a time, and reads it back', async () => {
    const { write, waiting } = setup();
    const old = await write(6);
    await write(2, '2025-01-01T00:30:00.000Z');

    const rows = await waiting('2025-01-01T00:10:00.000Z');

    expect(rows.map(({ event }) => event).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(old);
    expect(await waiting()).toHaveLength(8);
  });

  it('puts events on the bus in batches of ten, with their own time, type and content', async () => {
    const { bus, publisher, write, waiting } = setup();
    await write(23);
    const rows = await waiting();

    expect(await publisher.publish(rows)).toEqual({ failed: [] });

    const batches = bus.commandCalls(PutEventsCommand).map((call) => call.args[0].input.Entries ?? []);
    expect(batches.map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(batches.flat()).toEqual(
      rows.map(({ event }) => ({
        EventBusName: 'apiq-bus',
        Source: 'apiq',
        DetailType: 'plan.created',
        Time: new Date(event.time),
        Detail: JSON.stringify(event),
      })),
    );
  });

  it('marks what was published: it waits no longer, and expires in thirty days', async () => {
    const { publisher, write, waiting } = setup();
    const [event] = await write(3);
    await publisher.publish(await waiting());

    expect(await waiting()).toEqual([]);
    const item = event && (await dynamodb.table.get(outboxKey(event)));
    expect(item).toMatchObject({
      event: JSON.stringify(event),
      publishedAt: new Date(NOW).toISOString(),
      [TTL_ATTRIBUTE]: NOW / 1000 + 30 * 86_400,
    });
    expect(item).not.toHaveProperty('gsi1pk');
  });

  it('reports the rows that the bus refused, and leaves them waiting', async () => {
    const { bus, publisher, write, waiting } = setup();
    await write(12);
    const rows = await waiting();
    let call = 0;
    bus.on(PutEventsCommand).callsFake(({ Entries }) => {
      call += 1;
      if (call === 2) throw Object.assign(new Error('down'), { name: 'InternalException' });
      const Answers = Entries.map((_: unknown, at: number) =>
        at === 3 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'x' },
      );
      return { FailedEntryCount: 1, Entries: Answers };
    });

    const { failed } = await publisher.publish(rows);

    expect(failed.map(({ row, code }) => [row.event.id, code])).toEqual([
      [rows[3]?.event.id, 'ThrottlingException'],
      [rows[10]?.event.id, 'InternalException'],
      [rows[11]?.event.id, 'InternalException'],
    ]);
    expect(ids(await waiting())).toEqual(ids(failed.map(({ row }) => row)));
  });

  it('counts an entry without an answer as refused', async () => {
    const { bus, publisher, write, waiting } = setup();
    await write(2);
    bus.on(PutEventsCommand).resolves({ Entries: [{ EventId: 'x' }] });
    const { failed } = await publisher.publish(await waiting());
    expect(failed).toMatchObject([{ code: 'NoAnswer' }]);
    expect(await waiting()).toHaveLength(1);
  });

  it('reads the row of a stream record', () => {
    const [event] = changeOf({ tenantId: 'ws_1', event: 'plan.created' }).events;
    const image = { pk: { S: 'TENANT#ws_1' }, sk: { S: 'OUTBOX#x' }, event: { S: JSON.stringify(event) } };
    expect(outboxRowOfImage(image)).toEqual({ key: { pk: 'TENANT#ws_1', sk: 'OUTBOX#x' }, event });
    expect(() => outboxRowOfImage({ ...image, event: { S: '{"type":"other"}' } })).toThrow();
  });

  it('publishes nothing when there is nothing', async () => {
    const { bus, publisher } = setup();
    expect(await publisher.publish([])).toEqual({ failed: [] });
    expect(bus.commandCalls(PutEventsCommand)).toHaveLength(0);
  });
});
