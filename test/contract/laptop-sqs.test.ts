import { ChangeMessageVisibilityCommand, DeleteMessageCommand } from '@aws-sdk/client-sqs';

import { bodies, startSqs } from '../support/start-sqs.ts';
import type { SqsUnderTest } from '../support/start-sqs.ts';

describe('messages of the local SQS, by the SDK client', () => {
  let on: SqsUnderTest;
  beforeEach(async () => {
    on = await startSqs();
  });
  afterEach(() => on.close());

  test('a message is received with what it was sent with, hidden meanwhile, and gone when deleted', async () => {
    const MessageAttributes = {
      timestamp: { DataType: 'Number', StringValue: '1493147359900' },
      tenant: { DataType: 'String', StringValue: 'ws_1' },
      raw: { DataType: 'Binary.png', BinaryValue: Buffer.from([0, 255]) },
    };
    const sent = await on.send('a job: ü', { MessageAttributes });
    const [message, ...others] = await on.receive({ MessageAttributeNames: ['All'] });

    expect(others).toEqual([]);
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'a job: ü',
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) },
    });
    expect(message?.MessageAttributes).toMatchObject({ tenant: MessageAttributes.tenant });
    expect(Buffer.from(message?.MessageAttributes?.raw?.BinaryValue ?? [])).toEqual(Buffer.from([0, 255]));
    expect(await on.receive()).toEqual([]);

    await on.client.send(
      new DeleteMessageCommand({ QueueUrl: on.queue.url, ReceiptHandle: message?.ReceiptHandle }),
    );
    on.pass(61);
    expect(await on.receive()).toEqual([]);
  });

  test('only the attributes that are asked for are answered', async () => {
    const attribute = { DataType: 'String', StringValue: 'x' };
    await on.send('job', {
      MessageAttributes: { 'app.one': attribute, 'app.two': attribute, other: attribute },
    });
    const [some] = await on.receive({
      MessageAttributeNames: ['app.*'],
      MessageSystemAttributeNames: [],
      VisibilityTimeout: 0,
    });
    const [none] = await on.receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(Object.keys(some?.MessageAttributes ?? {})).toEqual(['app.one', 'app.two']);
    expect(some?.Attributes).toBeUndefined();
    expect(none?.MessageAttributes).toBeUndefined();
    expect(none?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  });

  test('a message that is not deleted comes back after its visibility timeout, under a new handle', async () => {
    await on.send('job');
    const [first] = await on.receive();
    on.pass(59);
    expect(await on.receive()).toEqual([]);
    on.pass(2);
    const [second] = await on.receive();
    const old = new DeleteMessageCommand({ QueueUrl: on.queue.url, ReceiptHandle: first?.ReceiptHandle });
    await on.client.send(old);
    on.pass(61);
    const [third] = await on.receive();

    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
    expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
    expect(third?.Attributes?.ApproximateReceiveCount).toBe('3');
  });

  test('a visibility timeout is changed, also to nothing; a message not in flight has none', async () => {
    await on.send('job');
    const [message] = await on.receive();
    const change = (VisibilityTimeout: number) =>
      on.client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: on.queue.url,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout,
        }),
      );
    await change(600);
    on.pass(300);
    expect(await on.receive()).toEqual([]);
    await change(0);
    await expect(change(10)).rejects.toMatchObject({ name: 'MessageNotInflight' });
    expect(await on.receive()).toHaveLength(1);
  });

  test('a delayed message waits, and a long poll ends when it comes', async () => {
    await on.send('later', { DelaySeconds: 1 });
    const started = Date.now();
    expect(await on.receive()).toEqual([]);
    expect(bodies(await on.receive({ WaitTimeSeconds: 5 }))).toEqual(['later']);
    expect(Date.now() - started).toBeGreaterThanOrEqual(950);
    expect(Date.now() - started).toBeLessThan(3000);
  });

  test('a long poll wakes at once for a message, and ends empty-handed after its time', async () => {
    const started = Date.now();
    expect(await on.receive({ WaitTimeSeconds: 1 })).toEqual([]);
    expect(Date.now() - started).toBeGreaterThanOrEqual(950);

    const waiting = on.receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await on.send('now');
    expect(bodies(await waiting)).toEqual(['now']);
    expect(Date.now() - started).toBeLessThan(4000);
  });

  test('each of many messages goes to exactly one of many receivers', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => on.send(`job ${index}`)));
    const got = await Promise.all(Array.from({ length: 12 }, () => on.receive({ MaxNumberOfMessages: 4 })));
    const all = bodies(got.flat());
    expect(all).toHaveLength(40);
    expect(new Set(all).size).toBe(40);
  });
});
