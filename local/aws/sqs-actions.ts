import type { Clock } from './clock.ts';
import { AwsError } from './service.ts';
import { digestAttributes, digestBody, messageSize } from './sqs-digest.ts';
import type { Outgoing } from './sqs-inputs.ts';
import type { Messages } from './sqs-messages.ts';
import type { Queue } from './sqs-queues.ts';

/** What SQS lets through: XML 1.0 characters (SendMessage, InvalidMessageContents). */
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const FORBIDDEN_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]/u;

/** What is done to one message, alone or as an entry of a batch; each answers as its operation does. */
export function createActions(options: {
  readonly messages: Messages;
  readonly receiving: { wake(queue: string): void };
  readonly clock: Clock;
  readonly newId: () => string;
}) {
  const { messages, receiving, clock, newId } = options;

  const send = (queue: Queue, message: Outgoing) => {
    const { MessageBody: body, MessageAttributes: attributes = {} } = message;
    if (FORBIDDEN_CHARACTERS.test(body)) {
      throw new AwsError(
        'InvalidMessageContents',
        'The message contains characters outside the allowed set.',
      );
    }
    if (messageSize(body, attributes) > queue.settings.MaximumMessageSize) {
      const limit = queue.settings.MaximumMessageSize;
      throw new AwsError(
        'InvalidParameterValue',
        `One or more parameters are invalid. Message must be shorter than ${limit} bytes.`,
      );
    }
    if (Object.keys(attributes).length > 10) {
      throw new AwsError('InvalidParameterValue', 'A message has 10 attributes at most.');
    }
    const id = newId();
    const sentAt = clock.now();
    const visibleAt = sentAt + (message.DelaySeconds ?? queue.settings.DelaySeconds) * 1000;
    messages.add({ id, queue, body, attributes, sentAt, visibleAt });
    receiving.wake(queue.name);
    return {
      MessageId: id,
      MD5OfMessageBody: digestBody(body),
      MD5OfMessageAttributes: digestAttributes(attributes),
    };
  };

  const changeVisibility = (
    queue: Queue,
    change: { ReceiptHandle: string; VisibilityTimeout?: number | undefined },
  ) => {
    const { id } = readReceipt(change.ReceiptHandle);
    const message = messages.find(queue, id);
    const now = clock.now();
    if (message === undefined || message.receipt !== change.ReceiptHandle || message.visibleAt <= now) {
      throw new AwsError('MessageNotInflight', 'The message is not in flight under this receipt handle.');
    }
    messages.changeVisibility(
      id,
      now + (change.VisibilityTimeout ?? queue.settings.VisibilityTimeout) * 1000,
    );
    receiving.wake(queue.name);
    return {};
  };

  const remove = (queue: Queue, { ReceiptHandle }: { ReceiptHandle: string }) => {
    messages.remove(queue, { ...readReceipt(ReceiptHandle), receipt: ReceiptHandle });
    return {};
  };

  return { send, remove, changeVisibility };
}

/** Throws `ReceiptHandleIsInvalid`. */
function readReceipt(handle: string): { readonly id: string } {
  const [, id] = /^([0-9a-f-]{36}) \S+$/.exec(Buffer.from(handle, 'base64').toString('utf8')) ?? [];
  if (id === undefined) throw new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
  return { id };
}
