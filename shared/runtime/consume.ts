import middy from '@middy/core';
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import type * as z from 'zod';
import type { Log } from '../ports.ts';

/**
 * The Lambda handler of a queue: each message is parsed and performed by itself; the ones that fail are reported alone
 * (`ReportBatchItemFailures`), so that the others are not repeated.
 */
export function consumeQueue<Message>({
  message,
  perform,
  log,
}: {
  readonly message: z.ZodType<Message>;
  readonly perform: (message: Message) => Promise<void>;
  readonly log: Log;
}): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  return middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records }: SQSEvent) => {
    const outcomes = await Promise.allSettled(
      Records.map(async ({ body }) => perform(message.parse(JSON.parse(body)))),
    );
    return { batchItemFailures: failures({ outcomes, ids: Records.map((record) => record.messageId), log }) };
  });
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
