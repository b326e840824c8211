import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { rethrow } from './aws-error.ts';
import { clientOptions } from './client-options.ts';

/** Hides a message of a queue for so many seconds from now on. */
export function createMessageVisibility({
  queueUrl,
  seconds,
  client = new SQSClient(clientOptions()),
}: {
  queueUrl: string;
  seconds: number;
  client?: SQSClient;
}): (receiptHandle: string) => Promise<void> {
  return async (receiptHandle) => {
    const command = new ChangeMessageVisibilityCommand({
      QueueUrl: queueUrl,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    });
    await client.send(command).catch(rethrow);
  };
}
