import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { rethrow } from './aws-error.ts';
import { clientOptions } from './client-options.ts';

/** The longest delay of a message; "SendMessage" in the SQS API reference. */
const MAX_DELAY_SECONDS = 900;

/** Delayed messages, one for each unfinished run. */
export function createWatchdogQueue({
  queueUrl,
  client = new SQSClient(clientOptions()),
}: {
  queueUrl: string;
  client?: SQSClient;
}) {
  return {
    async arm({
      tenantId,
      runId,
      delaySeconds,
    }: {
      readonly tenantId: string;
      readonly runId: string;
      /** 0 to 900. */
      readonly delaySeconds: number;
    }): Promise<void> {
      const command = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify({ tenantId, runId }),
        DelaySeconds: Math.min(MAX_DELAY_SECONDS, Math.max(0, Math.ceil(delaySeconds))),
      });
      await client.send(command).catch(rethrow);
    },
  };
}
