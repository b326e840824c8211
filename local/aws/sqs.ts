import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type { Clock } from './clock.ts';
import { createJsonService, jsonOperation } from './json-service.ts';
import type { LocalService, Permission } from './service.ts';
import { ACCOUNT, AwsError } from './service.ts';
import { createActions } from './sqs-actions.ts';
import { performBatch } from './sqs-batch.ts';
import { messageSize } from './sqs-digest.ts';
import * as inputs from './sqs-inputs.ts';
import { createMessages } from './sqs-messages.ts';
import { createQueues, queueArn } from './sqs-queues.ts';
import type { Queue } from './sqs-queues.ts';
import { describeReceived } from './sqs-received.ts';
import { createReceiving } from './sqs-receiving.ts';

/** The local SQS: standard queues with delays, visibility timeouts, long polling and dead-letter queues. */
export interface Sqs extends LocalService {
  /** Makes a queue known; attributes as in CloudFormation or CreateQueue. Its messages outlive a restart. */
  ensureQueue(queue: { readonly name: string; readonly attributes?: Readonly<Record<string, unknown>> }): {
    readonly url: string;
    readonly arn: string;
  };
  /** Sends from within the laptop cloud, e.g. an EventBridge target or dead letter. Throws `QueueDoesNotExist`. */
  send(message: {
    readonly queueArn: string;
    readonly body: string;
    /** String attributes. */
    readonly attributes?: Readonly<Record<string, string>>;
  }): { readonly messageId: string };
}

/** SQS as its clients see it; operations and errors as in the Amazon SQS API Reference. */
export function createSqs(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  /** The endpoint's address, e.g. `http://127.0.0.1:4566`; queue URLs begin with it. */
  readonly baseUrl: () => string;
  readonly newId?: () => string;
}): Sqs {
  const { state, clock, baseUrl, newId = randomUUID } = options;
  const queues = createQueues();
  const messages = createMessages(state);
  const receiving = createReceiving({
    messages,
    clock,
    newReceipt: (id) => Buffer.from(`${id} ${newId()}`).toString('base64'),
  });

  const urlOf = (queue: Queue): string => `${baseUrl()}/${ACCOUNT}/${queue.name}`;

  /** Where the template encrypts a queue under a KMS key, its permissions are needed too, as on AWS. */
  const needs = (url: string, action: string, kmsActions: readonly string[] = []): Permission[] => {
    const kmsKeyArn = queues.find(url).settings.KmsMasterKeyId;
    const isOwnKey = kmsKeyArn?.startsWith('arn:') === true;
    return [
      { action: `sqs:${action}`, resource: queueArn(url) },
      ...(isOwnKey ? kmsActions.map((kmsAction) => ({ action: kmsAction, resource: kmsKeyArn })) : []),
    ];
  };
  const needsToSend = ({ QueueUrl }: { QueueUrl: string }): Permission[] =>
    needs(QueueUrl, 'SendMessage', ['kms:GenerateDataKey', 'kms:Decrypt']);

  const { send, remove, changeVisibility } = createActions({ messages, receiving, clock, newId });

  const service = createJsonService({
    signingName: 'sqs',
    invalidCode: 'InvalidParameterValue',
    operations: {
      SendMessage: jsonOperation({
        input: inputs.SendMessageInput,
        permissions: needsToSend,
        perform: ({ QueueUrl, ...message }) => send(queues.find(QueueUrl), message),
      }),
      SendMessageBatch: jsonOperation({
        input: inputs.SendMessageBatchInput,
        permissions: needsToSend,
        perform: ({ QueueUrl, Entries }) => {
          const queue = queues.find(QueueUrl);
          const size = Entries.reduce(
            (sum, entry) => sum + messageSize(entry.MessageBody, entry.MessageAttributes ?? {}),
            0,
          );
          if (size > 1_048_576) throw new AwsError('BatchRequestTooLong', 'The batch is larger than 1 MiB.');
          return performBatch(Entries, (entry) => send(queue, entry));
        },
      }),
      ReceiveMessage: jsonOperation({
        input: inputs.ReceiveMessageInput,
        permissions: ({ QueueUrl }) => needs(QueueUrl, 'ReceiveMessage', ['kms:Decrypt']),
        perform: async (input) => {
          const queue = queues.find(input.QueueUrl);
          const received = await receiving.receive({
            queue,
            limit: input.MaxNumberOfMessages ?? 1,
            waitSeconds: input.WaitTimeSeconds ?? queue.settings.ReceiveMessageWaitTimeSeconds,
            visibilitySeconds: input.VisibilityTimeout ?? queue.settings.VisibilityTimeout,
          });
          if (received.length === 0) return {};
          return { Messages: received.map((message) => describeReceived(message, input)) };
        },
      }),
      DeleteMessage: jsonOperation({
        input: inputs.DeleteMessageInput,
        permissions: ({ QueueUrl }) => needs(QueueUrl, 'DeleteMessage'),
        perform: (input) => remove(queues.find(input.QueueUrl), input),
      }),
      DeleteMessageBatch: jsonOperation({
        input: inputs.DeleteMessageBatchInput,
        permissions: ({ QueueUrl }) => needs(QueueUrl, 'DeleteMessage'),
        perform: ({ QueueUrl, Entries }) =>
          performBatch(Entries, (entry) => remove(queues.find(QueueUrl), entry)),
      }),
      ChangeMessageVisibility: jsonOperation({
        input: inputs.ChangeVisibilityInput,
        permissions: ({ QueueUrl }) => needs(QueueUrl, 'ChangeMessageVisibility'),
        perform: (input) => changeVisibility(queues.find(input.QueueUrl), input),
      }),
      ChangeMessageVisibilityBatch: jsonOperation({
        input: inputs.ChangeVisibilityBatchInput,
        permissions: ({ QueueUrl }) => needs(QueueUrl, 'ChangeMessageVisibility'),
        perform: ({ QueueUrl, Entries }) =>
          performBatch(Entries, (entry) => changeVisibility(queues.find(QueueUrl), entry)),
      }),
      GetQueueAttributes: jsonOperation({
        input: inputs.GetQueueAttributesInput,
        permissions: ({ QueueUrl }) => needs(QueueUrl, 'GetQueueAttributes'),
        perform: ({ QueueUrl, AttributeNames: names = [] }) => {
          const queue = queues.find(QueueUrl);
          const { visible, delayed, inFlight } = messages.count(queue, clock.now());
          const all: Record<string, string> = {
            ...queue.attributes,
            QueueArn: queue.arn,
            ApproximateNumberOfMessages: String(visible),
            ApproximateNumberOfMessagesDelayed: String(delayed),
            ApproximateNumberOfMessagesNotVisible: String(inFlight),
          };
          const asked = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
          return { Attributes: Object.fromEntries(asked) };
        },
      }),
      GetQueueUrl: jsonOperation({
        input: inputs.GetQueueUrlInput,
        permissions: ({ QueueName }) => needs(QueueName, 'GetQueueUrl'),
        perform: ({ QueueName }) => ({ QueueUrl: urlOf(queues.find(QueueName)) }),
      }),
      PurgeQueue: jsonOperation({
        input: inputs.PurgeQueueInput,
        permissions: ({ QueueUrl }) => needs(QueueUrl, 'PurgeQueue'),
        perform: ({ QueueUrl }) => {
          messages.purge(queues.find(QueueUrl));
          return {};
        },
      }),
    },
  });

  return {
    ...service,
    ensureQueue({ name, attributes = {} }) {
      const queue = queues.ensure(name, attributes);
      return { url: urlOf(queue), arn: queue.arn };
    },
    send({ queueArn: arn, body, attributes = {} }) {
      const entries = Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: 'String', StringValue: value },
      ]);
      const sent = send(queues.find(arn), {
        MessageBody: body,
        MessageAttributes: Object.fromEntries(entries),
      });
      return { messageId: sent.MessageId };
    },
    close: async () => receiving.close(),
  };
}
