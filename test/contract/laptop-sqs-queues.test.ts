import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';

import { createSqs } from '../../local/aws/sqs.ts';
import { startEndpoint } from '../support/start-endpoint.ts';
import { bodies, startSqs } from '../support/start-sqs.ts';
import type { SqsUnderTest } from '../support/start-sqs.ts';

describe('queues of the local SQS, by the SDK client', () => {
  let on: SqsUnderTest;
  beforeEach(async () => {
    on = await startSqs();
  });
  afterEach(() => on.close());

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
