import type { SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { Log } from '../../../shared/ports.ts';
import { consumeQueue, isQueueEvent, type Delivery } from '../../../shared/runtime/consume.ts';
import { lambdaContext } from '../../support/http-event.ts';

const record = (over: Partial<SQSRecord> & { messageId: string }): SQSRecord => ({
  receiptHandle: `receipt of ${over.messageId}`,
  body: JSON.stringify({ text: over.messageId }),
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: 'x',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:q',
  awsRegion: 'us-east-1',
  ...over,
});
const eventOf = (...records: readonly SQSRecord[]): SQSEvent => ({ Records: [...records] });

const message = z.object({ text: z.string() });

function setup() {
  const logged: string[] = [];
  const line = (text: string) => void logged.push(text);
  const log: Log = { info: line, warn: line, error: line };
  return { logged, log };
}

describe('the consumer of a queue', () => {
  test('performs each message with what is known of its delivery', async () => {
    const { log } = setup();
    const seen: [string, Delivery][] = [];
    const consume = consumeQueue({
      message,
      perform: async ({ text }, delivery) => void seen.push([text, delivery]),
      log,
    });
    const again = { ...record({ messageId: 'b' }).attributes, ApproximateReceiveCount: '3' };
    const answer = await consume(
      eventOf(record({ messageId: 'a' }), record({ messageId: 'b', attributes: again })),
      lambdaContext(),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([
      ['a', { receiveCount: 1 }],
      ['b', { receiveCount: 3 }],
    ]);
  });

  test('reports those that failed alone, also where the message is none', async () => {
    const { log } = setup();
    const consume = consumeQueue({
      message,
      perform: async ({ text }) => (text === 'bad' ? Promise.reject(new Error('no')) : undefined),
      log,
    });
    const records = ['good', 'bad'].map((messageId) => record({ messageId }));
    const garbled = record({ messageId: 'garbled', body: '{"other":1}' });
    expect(await consume(eventOf(...records, garbled), lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'bad' }, { itemIdentifier: 'garbled' }],
    });
  });

  test('knows a queue’s event from any other', () => {
    expect(isQueueEvent(eventOf(record({ messageId: 'a' })))).toBe(true);
    const others: unknown[] = [
      { tenantId: 'ws_1' },
      { Records: [] },
      { Records: [{ eventSource: 'aws:s3' }] },
      null,
    ];
    for (const other of others) expect(isQueueEvent(other)).toBe(false);
  });
});

describe('a heartbeat', () => {
  test('begins before the work, goes on as long as it lasts, and ends with it', async () => {
    const { log } = setup();
    const beats: string[] = [];
    const third = Promise.withResolvers<void>();
    const extend = async (receiptHandle: string) => {
      beats.push(receiptHandle);
      if (beats.length === 3) third.resolve();
    };
    let beatsBefore = 0;
    const consume = consumeQueue({
      message,
      perform: async () => {
        beatsBefore = beats.length;
        await third.promise;
      },
      heartbeat: { everyMs: 5, extend },
      log,
    });
    await consume(eventOf(record({ messageId: 'a' })), lambdaContext());
    const atEnd = beats.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(beatsBefore).toBe(1);
    expect(new Set(beats)).toEqual(new Set(['receipt of a']));
    expect(beats).toHaveLength(atEnd);
  });

  test('ends with work that fails, too', async () => {
    const { log } = setup();
    let beats = 0;
    const consume = consumeQueue({
      message,
      perform: async () => Promise.reject(new Error('no')),
      heartbeat: { everyMs: 5, extend: async () => void (beats += 1) },
      log,
    });
    await consume(eventOf(record({ messageId: 'a' })), lambdaContext());
    const atEnd = beats;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(beats).toBe(atEnd);
  });

  test('that fails is logged, and the work goes on', async () => {
    const { log, logged } = setup();
    let done = false;
    const consume = consumeQueue({
      message,
      perform: async () => void (done = true),
      heartbeat: { everyMs: 60_000, extend: async () => Promise.reject(new Error('no queue')) },
      log,
    });
    const answer = await consume(eventOf(record({ messageId: 'a' })), lambdaContext());
    expect(answer.batchItemFailures).toEqual([]);
    expect(done).toBe(true);
    expect(logged).toEqual(['heartbeat failed']);
  });
});
