import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Message, ReceiveMessageCommandInput, SendMessageCommandInput } from '@aws-sdk/client-sqs';

import { systemClock } from '../../local/aws/clock.ts';
import { openState } from '../../local/aws/open-state.ts';
import { createSqs } from '../../local/aws/sqs.ts';
import { startEndpoint } from '../support/start-endpoint.ts';

async function setup() {
  const state = openState(':memory:');
  let late = 0;
  let url = '';
  const clock = { ...systemClock, now: () => Date.now() + late };
  const sqs = createSqs({ state, clock, baseUrl: () => url });
  const endpoint = await startEndpoint([sqs]);
  url = endpoint.url;
  const client = new SQSClient(endpoint.clientOptions());
  const queue = sqs.ensureQueue({ name: 'jobs', attributes: { VisibilityTimeout: 60 } });
  return {
    state,
    clock,
    sqs,
    endpoint,
    client,
    queue,
    /** Lets time pass for queues and messages. */
    pass: (seconds: number) => {
      late += seconds * 1000;
    },
    send: (MessageBody: string, more: Partial<SendMessageCommandInput> = {}) =>
      client.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody, ...more })),
    async receive(more: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> {
      const got = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queue.url,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
          ...more,
        }),
      );
      return got.Messages ?? [];
    },
    async close() {
      await sqs.close();
      client.destroy();
      await endpoint.close();
    },
  };
}
type Fixture = Awaited<ReturnType<typeof setup>>;

const bodies = (messages: readonly Message[]): unknown[] => messages.map((message) => message.Body);

describe('the local SQS, by the SDK client', () => {
  let on: Fixture;
  beforeEach(async () => {
    on = await setup();
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

  test('what was received too often goes to the dead-letter queue, and says where it came from', async () => {
    const dead = on.sqs.ensureQueue({ name: 'dead' });
    const RedrivePolicy = { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 };
    const source = on.sqs.ensureQueue({
      name: 'source',
      attributes: { RedrivePolicy, VisibilityTimeout: 5 },
    });
    const QueueUrl = source.url;
    await on.send('poison', { QueueUrl });
    const waiting = on.receive({ QueueUrl: dead.url, WaitTimeSeconds: 10 });
    const counts: unknown[] = [];
    for (let round = 0; round < 3; round += 1) {
      const [message] = await on.receive({ QueueUrl });
      counts.push(message?.Attributes?.ApproximateReceiveCount);
      on.pass(6);
    }

    expect(counts).toEqual(['1', '2', undefined]);
    expect(await waiting).toMatchObject([
      { Body: 'poison', Attributes: { DeadLetterQueueSourceArn: source.arn } },
    ]);
  });

  test('a batch reports each entry, and is refused whole for what concerns it whole', async () => {
    const send = (Entries: Array<{ Id: string; MessageBody: string; DelaySeconds?: number }>) =>
      on.client.send(new SendMessageBatchCommand({ QueueUrl: on.queue.url, Entries }));
    const mixed = await send([
      { Id: 'good', MessageBody: 'one' },
      { Id: 'bad', MessageBody: 'two\u0001' },
    ]);
    const [message] = await on.receive();
    const deleted = await on.client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: on.queue.url,
        Entries: [
          { Id: 'a', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'b', ReceiptHandle: 'nonsense' },
        ],
      }),
    );

    expect(mixed.Successful).toMatchObject([{ Id: 'good', MessageId: message?.MessageId }]);
    expect(mixed.Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
    expect(deleted.Successful).toEqual([{ Id: 'a' }]);
    expect(deleted.Failed).toMatchObject([{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }]);
    const twice = [1, 2].map(() => ({ Id: 'same', MessageBody: 'x' }));
    await expect(send(twice)).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
    const many = Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: 'x' }));
    await expect(send(many)).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
    await expect(send([])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
  });

  test('the attributes of a queue count what is visible, delayed and in flight', async () => {
    await on.send('one');
    await on.send('two');
    await on.send('later', { DelaySeconds: 60 });
    await on.receive({ MaxNumberOfMessages: 1 });
    const { Attributes } = await on.client.send(
      new GetQueueAttributesCommand({ QueueUrl: on.queue.url, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:jobs',
      VisibilityTimeout: '60',
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
    });
    await on.client.send(new PurgeQueueCommand({ QueueUrl: on.queue.url }));
    on.pass(120);
    expect(await on.receive()).toEqual([]);
  });

  test('a message beyond the retention period is gone', async () => {
    await on.send('old');
    on.pass(4 * 24 * 3600 + 1);
    expect(await on.receive()).toEqual([]);
  });

  test('a queue is found by name; an unknown one, a wrong input and FIFO are refused', async () => {
    const found = await on.client.send(new GetQueueUrlCommand({ QueueName: 'jobs' }));
    expect(found.QueueUrl).toBe(on.queue.url);
    await expect(on.client.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    await expect(on.receive({ MaxNumberOfMessages: 11 })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await expect(on.send('x'.repeat(1_048_577))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await expect(on.send('x', { MessageGroupId: 'g' })).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(on.client.send(new CreateQueueCommand({ QueueName: 'new' }))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    expect(() => on.sqs.ensureQueue({ name: 'jobs.fifo' })).toThrow('does not implement');
  });

  test('the permissions name the queue, and the key of an encrypted one', async () => {
    const KmsMasterKeyId = 'arn:aws:kms:us-east-1:000000000000:key/1';
    const encrypted = on.sqs.ensureQueue({ name: 'encrypted', attributes: { KmsMasterKeyId } });
    await on.send('x', { QueueUrl: encrypted.url });
    await on.receive();
    expect(on.endpoint.checked).toEqual([
      { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:us-east-1:000000000000:encrypted' },
      { action: 'kms:GenerateDataKey', resource: KmsMasterKeyId },
      { action: 'kms:Decrypt', resource: KmsMasterKeyId },
      { action: 'sqs:ReceiveMessage', resource: 'arn:aws:sqs:us-east-1:000000000000:jobs' },
    ]);
  });

  test('messages outlive a restart, those in flight too', async () => {
    await on.send('waiting');
    const { messageId } = on.sqs.send({
      queueArn: on.queue.arn,
      body: 'from inside',
      attributes: { RULE_ARN: 'r' },
    });
    await on.receive({ MaxNumberOfMessages: 1 });
    const restarted = createSqs({ state: on.state, clock: on.clock, baseUrl: () => endpoint.url });
    const endpoint = await startEndpoint([restarted]);
    const { url: QueueUrl } = restarted.ensureQueue({ name: 'jobs' });
    const client = new SQSClient(endpoint.clientOptions());
    const receive = () =>
      client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
      );

    const now = await receive();
    expect(now.Messages).toMatchObject([
      { MessageId: messageId, Body: 'from inside', MessageAttributes: { RULE_ARN: { StringValue: 'r' } } },
    ]);
    on.pass(61);
    const later = await receive();
    expect(bodies(later.Messages ?? []).toSorted()).toEqual(['from inside', 'waiting']);
    client.destroy();
    await endpoint.close();
  });
});
