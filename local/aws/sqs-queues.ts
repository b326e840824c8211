import * as z from 'zod';

import { ACCOUNT, AwsError, notImplemented, REGION } from './service.ts';

const Seconds = (highest: number) => z.coerce.number().int().min(0).max(highest);

const RedrivePolicy = z.preprocess(
  (value) => (typeof value === 'string' ? JSON.parse(value) : value),
  z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number().int().min(1).max(1000) }),
);

/** The attributes that this SQS acts on, with the defaults of AWS; others are kept and answered. */
const Settings = z.object({
  DelaySeconds: Seconds(900).default(0),
  MaximumMessageSize: z.coerce.number().int().min(1024).max(1_048_576).default(1_048_576),
  MessageRetentionPeriod: z.coerce.number().int().min(60).max(1_209_600).default(345_600),
  ReceiveMessageWaitTimeSeconds: Seconds(20).default(0),
  VisibilityTimeout: Seconds(43_200).default(30),
  RedrivePolicy: RedrivePolicy.optional(),
  KmsMasterKeyId: z.string().optional(),
});

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly settings: z.infer<typeof Settings>;
  /** As GetQueueAttributes answers them. */
  readonly attributes: Readonly<Record<string, string>>;
}

const ARN_PREFIX = `arn:aws:sqs:${REGION}:${ACCOUNT}:`;

/** The ARN of the queue that a URL or name stands for; the host of a URL changes with the port and is not read. */
export function queueArn(urlOrName: string): string {
  return `${ARN_PREFIX}${queueName(urlOrName)}`;
}

/** The last part of a queue's URL or ARN. */
export function queueName(urlOrArn: string): string {
  return urlOrArn.slice(Math.max(urlOrArn.lastIndexOf('/'), urlOrArn.lastIndexOf(':')) + 1);
}

/** The queues that the template names. */
export function createQueues() {
  const queues = new Map<string, Queue>();
  return {
    /** Makes a queue known. Throws on attributes out of range, and on FIFO queues, which are not spoken. */
    ensure(name: string, given: Readonly<Record<string, unknown>>): Queue {
      if (name.endsWith('.fifo') || given.FifoQueue === true)
        throw notImplemented('sqs', 'CreateQueue with FifoQueue');
      const settings = Settings.parse(given);
      const queue = { name, arn: queueArn(name), settings, attributes: describe({ ...given, ...settings }) };
      queues.set(name, queue);
      return queue;
    },
    /** The queue that a URL, ARN or name stands for. Throws `QueueDoesNotExist`. */
    find(urlOrArn: string): Queue {
      const queue = queues.get(queueName(urlOrArn));
      if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
      return queue;
    },
  };
}

function describe(attributes: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}
