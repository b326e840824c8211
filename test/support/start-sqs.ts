import { ReceiveMessageCommand, SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Message, ReceiveMessageCommandInput, SendMessageCommandInput } from '@aws-sdk/client-sqs';

import { systemClock } from '../../local/aws/clock.ts';
import { openState } from '../../local/aws/open-state.ts';
import { createSqs } from '../../local/aws/sqs.ts';
import { startEndpoint } from './start-endpoint.ts';

/** The local SQS behind an endpoint, with a queue `jobs` and a client. */
export async function startSqs() {
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
export type SqsUnderTest = Awaited<ReturnType<typeof startSqs>>;

/** What messages say. */
export const bodies = (messages: readonly Message[]): unknown[] => messages.map((message) => message.Body);
