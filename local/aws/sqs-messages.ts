import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import { transact } from './open-state.ts';
import type { MessageAttributes } from './sqs-digest.ts';
import { queueName } from './sqs-queues.ts';
import type { Queue } from './sqs-queues.ts';

const Attributes = z.record(
  z.string(),
  z.object({ DataType: z.string(), StringValue: z.string().optional(), BinaryValue: z.string().optional() }),
);

/** One message as it is kept; times are epoch milliseconds. */
const Message = z.object({
  id: z.string(),
  body: z.string(),
  attributes: z.string().transform((text): MessageAttributes => Attributes.parse(JSON.parse(text))),
  sentAt: z.number(),
  visibleAt: z.number(),
  receiveCount: z.number(),
  firstReceivedAt: z.number().nullable(),
  /** The last receive's handle; `null` until the first. */
  receipt: z.string().nullable(),
  /** Where a dead letter came from. */
  deadFrom: z.string().nullable(),
});
export type Message = z.infer<typeof Message>;

/** A message that was just received. */
export type Received = Message & { readonly receipt: string; readonly firstReceivedAt: number };

const COLUMNS = `id, body, attributes, sent_at as sentAt, visible_at as visibleAt, receive_count as receiveCount,
  first_received_at as firstReceivedAt, receipt, dead_from as deadFrom`;
const Count = z.object({ visible: z.number(), delayed: z.number(), inFlight: z.number() });

/** Messages of all queues. */
export function createMessages(state: DatabaseSync) {
  state.exec(`create table if not exists sqs_messages (
    sequence integer primary key, id text not null unique, queue text not null, body text not null,
    attributes text not null, sent_at integer not null, visible_at integer not null, receive_count integer not null,
    first_received_at integer, receipt text, dead_from text);
    create index if not exists sqs_messages_visible on sqs_messages (queue, visible_at, sequence)`);
  const insert = state.prepare(`insert into sqs_messages
    (id, queue, body, attributes, sent_at, visible_at, receive_count) values (?, ?, ?, ?, ?, ?, 0)`);
  const visible = state.prepare(`select ${COLUMNS} from sqs_messages where queue = ? and visible_at <= ?
    order by visible_at, sequence limit ?`);
  const hide =
    state.prepare(`update sqs_messages set visible_at = ?, receive_count = ?, first_received_at = ?,
    receipt = ? where id = ?`);
  const bury = state.prepare(`update sqs_messages set queue = ?, visible_at = ?, receive_count = 0,
    first_received_at = null, receipt = null, dead_from = ? where id = ?`);
  const find = state.prepare(`select ${COLUMNS} from sqs_messages where id = ? and queue = ?`);
  const change = state.prepare('update sqs_messages set visible_at = ? where id = ?');
  const remove = state.prepare('delete from sqs_messages where id = ? and queue = ? and receipt = ?');
  const purge = state.prepare('delete from sqs_messages where queue = ?');
  const expire = state.prepare('delete from sqs_messages where queue = ? and sent_at < ?');
  const next = state.prepare('select min(visible_at) as at from sqs_messages where queue = ?');
  const count = state.prepare(`select count(*) filter (where visible_at <= :now) as visible,
    count(*) filter (where visible_at > :now and receipt is null) as delayed,
    count(*) filter (where visible_at > :now and receipt is not null) as inFlight
    from sqs_messages where queue = :queue`);

  return {
    add(message: {
      readonly id: string;
      readonly queue: Queue;
      readonly body: string;
      readonly attributes: MessageAttributes;
      readonly sentAt: number;
      readonly visibleAt: number;
    }): void {
      const attributes = JSON.stringify(message.attributes);
      insert.run(message.id, message.queue.name, message.body, attributes, message.sentAt, message.visibleAt);
    },
    /**
     * Receives up to `limit` visible messages and hides them; one that was received too often goes to the dead-letter
     * queue instead.
     */
    take(options: {
      readonly queue: Queue;
      readonly now: number;
      readonly visibleAt: number;
      readonly limit: number;
      readonly newReceipt: (id: string) => string;
    }): { readonly received: Received[]; readonly buried: boolean } {
      const { queue, now, visibleAt, limit, newReceipt } = options;
      const redrive = queue.settings.RedrivePolicy;
      // Most polls find nothing: they should not take the write lock.
      if (visible.get(queue.name, now, 1) === undefined) return { received: [], buried: false };
      return transact(state, () => {
        const received: Received[] = [];
        let buried = false;
        for (;;) {
          const rows = z.array(Message).parse(visible.all(queue.name, now, limit - received.length));
          for (const row of rows) {
            if (redrive !== undefined && row.receiveCount >= redrive.maxReceiveCount) {
              bury.run(queueName(redrive.deadLetterTargetArn), now, queue.arn, row.id);
              buried = true;
              continue;
            }
            const receipt = newReceipt(row.id);
            const firstReceivedAt = row.firstReceivedAt ?? now;
            const receiveCount = row.receiveCount + 1;
            hide.run(visibleAt, receiveCount, firstReceivedAt, receipt, row.id);
            received.push({ ...row, visibleAt, receiveCount, firstReceivedAt, receipt });
          }
          // A visibility timeout of nothing leaves them visible: one look is enough.
          if (rows.length === 0 || received.length >= limit || visibleAt <= now) return { received, buried };
        }
      });
    },
    find(queue: Queue, id: string): Message | undefined {
      const row = find.get(id, queue.name);
      return row === undefined ? undefined : Message.parse(row);
    },
    changeVisibility: (id: string, visibleAt: number): void => void change.run(visibleAt, id),
    /** Deletes a message where `receipt` is the handle of its last receive. */
    remove: (queue: Queue, message: { readonly id: string; readonly receipt: string }): void =>
      void remove.run(message.id, queue.name, message.receipt),
    purge: (queue: Queue): void => void purge.run(queue.name),
    /** Deletes what was sent before this time. */
    expire: (queue: Queue, before: number): void => void expire.run(queue.name, before),
    /** When the next message of a queue is or becomes visible. */
    nextVisibleAt: (queue: Queue): number | undefined =>
      z.object({ at: z.number().nullable() }).parse(next.get(queue.name)).at ?? undefined,
    count: (queue: Queue, now: number) => Count.parse(count.get({ queue: queue.name, now })),
  };
}
export type Messages = ReturnType<typeof createMessages>;
