import middy from '@middy/core';
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import type * as z from 'zod';
import type { Log } from '../ports.ts';
import { whileBeating, type Heartbeat } from './heartbeat.ts';

/** What is known of a delivery beside its message. */
export interface Delivery {
  /** How often the message has been received, this time included: from 1. */
  readonly receiveCount: number;
}

/**
 * The Lambda handler of a queue: each message is parsed and performed by itself; the ones that fail are reported alone
 * (`ReportBatchItemFailures`), so that the others are not repeated. With a `heartbeat` a message is hidden for a short
 * while only, again and again as long as it is worked on: when the worker dies it comes back soon.
 */
export function consumeQueue<Message>({
  message,
  perform,
  heartbeat,
  log,
}: {
  readonly message: z.ZodType<Message>;
  readonly perform: (message: Message, delivery: Delivery) => Promise<void>;
  readonly heartbeat?: Heartbeat;
  readonly log: Log;
}): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  const handleRecord = async ({ body, attributes, receiptHandle }: SQSRecord): Promise<void> => {
    const parsed = message.parse(JSON.parse(body));
    const delivery = { receiveCount: Number(attributes.ApproximateReceiveCount) };
    if (heartbeat === undefined) return perform(parsed, delivery);
    return whileBeating({ heartbeat, receiptHandle, log, work: () => perform(parsed, delivery) });
  };
  return middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records }: SQSEvent) => {
    const outcomes = await Promise.allSettled(Records.map(handleRecord));
    return { batchItemFailures: failures({ outcomes, ids: Records.map((record) => record.messageId), log }) };
  });
}

/** Whether an event comes from a queue, for functions that are invoked directly as well. */
export function isQueueEvent(event: unknown): event is SQSEvent {
  if (typeof event !== 'object' || event === null || !('Records' in event)) return false;
  const { Records } = event;
  return Array.isArray(Records) && Records[0]?.eventSource === 'aws:sqs';
}

/** One record of a table's stream, as its consumer reads it. */
export type StreamRecord = DynamoDBStreamEvent['Records'][number];

/**
 * The Lambda handler of a table's stream: the batch is performed as one; the positions that failed are reported and the
 * stream is read again from the first of them. `scheduled` answers events that are no stream batch (a timer's).
 */
export function consumeStream({
  perform,
  scheduled,
  log,
}: {
  /** Returns the sequence numbers of the records that failed. */
  readonly perform: (records: readonly StreamRecord[]) => Promise<readonly string[]>;
  readonly scheduled: () => Promise<void>;
  readonly log: Log;
}): (event: unknown, context: Context) => Promise<DynamoDBBatchResponse> {
  return middy<unknown, DynamoDBBatchResponse>()
    .onError(({ error }) => {
      log.error('stream batch failed', { error });
    })
    .handler(async (event: unknown) => {
      if (!isStreamEvent(event)) {
        await scheduled();
        return { batchItemFailures: [] };
      }
      const failed = await perform(event.Records);
      if (failed.length > 0)
        log.warn('stream records failed', { failed: failed.length, of: event.Records.length });
      return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    });
}

function isStreamEvent(event: unknown): event is DynamoDBStreamEvent {
  return typeof event === 'object' && event !== null && 'Records' in event && Array.isArray(event.Records);
}

function failures({
  outcomes,
  ids,
  log,
}: {
  outcomes: readonly PromiseSettledResult<void>[];
  ids: readonly string[];
  log: Log;
}): { itemIdentifier: string }[] {
  return outcomes.flatMap((outcome, index) => {
    const itemIdentifier = ids[index];
    if (outcome.status === 'fulfilled' || itemIdentifier === undefined) return [];
    log.error('message failed', { error: outcome.reason, messageId: itemIdentifier });
    return [{ itemIdentifier }];
  });
}
