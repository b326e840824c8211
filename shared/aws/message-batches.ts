import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DelayedMessage } from '../ports.ts';
import { clientOptions } from './client-options.ts';

/** Of one SendMessageBatch call, and calls under way at a time. */
const BATCH = 10;
const CALLS = 5;
/** The longest delay of a message; "SendMessage" in the SQS API reference. */
const MAX_DELAY_SECONDS = 900;

/** Sends messages to a queue; answers how many it did not take. */
export type SendBatch = (messages: readonly DelayedMessage<object>[]) => Promise<number>;

export function createMessageBatches({
  queueUrl,
  client = new SQSClient(clientOptions()),
}: {
  queueUrl: string;
  client?: SQSClient;
}): SendBatch {
  const send = async (messages: readonly DelayedMessage<object>[]): Promise<number> => {
    const command = new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: messages.map(({ message, delaySeconds }, at) => ({
        Id: String(at),
        MessageBody: JSON.stringify(message),
        DelaySeconds: Math.min(MAX_DELAY_SECONDS, Math.max(0, Math.floor(delaySeconds))),
      })),
    });
    // The SDK has tried again by then.
    const answer = await client.send(command).catch(() => undefined);
    return answer === undefined ? messages.length : (answer.Failed?.length ?? 0);
  };
  return async (messages) => {
    const batches = Array.from({ length: Math.ceil(messages.length / BATCH) }, (_, at) =>
      messages.slice(at * BATCH, (at + 1) * BATCH),
    );
    let refused = 0;
    for (let at = 0; at < batches.length; at += CALLS) {
      const failed = await Promise.all(batches.slice(at, at + CALLS).map(send));
      refused += failed.reduce((sum, count) => sum + count, 0);
    }
    return refused;
  };
}
