import { ACCOUNT } from './service.ts';
import { digestAttributes, digestBody } from './sqs-digest.ts';
import type { Received } from './sqs-messages.ts';

/** What a receive asks for besides the body. */
interface Wanted {
  readonly AttributeNames?: readonly string[] | undefined;
  readonly MessageSystemAttributeNames?: readonly string[] | undefined;
  readonly MessageAttributeNames?: readonly string[] | undefined;
}

/** A message as ReceiveMessage answers it, with the attributes that were asked for. */
export function describeReceived(message: Received, wanted: Wanted): object {
  const systemNames = [...(wanted.AttributeNames ?? []), ...(wanted.MessageSystemAttributeNames ?? [])];
  const system = {
    SenderId: ACCOUNT,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.deadFrom !== null && { DeadLetterQueueSourceArn: message.deadFrom }),
  };
  const Attributes = pick(system, (name) => systemNames.includes('All') || systemNames.includes(name));
  const MessageAttributes = pick(message.attributes, (name) =>
    isWanted(name, wanted.MessageAttributeNames ?? []),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: digestBody(message.body),
    ...(Attributes !== undefined && { Attributes }),
    ...(MessageAttributes !== undefined && {
      MessageAttributes,
      MD5OfMessageAttributes: digestAttributes(MessageAttributes),
    }),
  };
}

/** `All` and `.*` mean every attribute, `foo.*` those whose name begins with `foo`. */
function isWanted(name: string, patterns: readonly string[]): boolean {
  return patterns.some(
    (pattern) =>
      pattern === 'All' ||
      pattern === name ||
      (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2))),
  );
}

function pick<Value>(
  from: Readonly<Record<string, Value>>,
  isPicked: (name: string) => boolean,
): Record<string, Value> | undefined {
  const entries = Object.entries(from).filter(([name]) => isPicked(name));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
