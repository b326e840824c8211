import { createHash } from 'node:crypto';

/** A message attribute as the JSON protocol carries it; binary values are base64. */
interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: string | undefined;
}
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** MD5 of a body, lower-case hex; SDK clients compare it with what they sent or received. */
export function digestBody(body: string): string {
  return createHash('md5').update(body, 'utf8').digest('hex');
}

/** MD5 of message attributes (SQS Developer Guide, Calculating the MD5 message digest for message attributes). */
export function digestAttributes(attributes: MessageAttributes): string | undefined {
  const entries = Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const [name, { DataType, StringValue, BinaryValue }] of entries) {
    const isBinary = DataType.startsWith('Binary');
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    hash.update(Buffer.of(isBinary ? 2 : 1));
    add(isBinary ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue ?? ''));
  }
  return hash.digest('hex');
}

/** Bytes that count against a queue's MaximumMessageSize: the body, and each attribute's name, type and value. */
export function messageSize(body: string, attributes: MessageAttributes): number {
  let size = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(DataType) + Buffer.byteLength(StringValue ?? '');
    size += Buffer.byteLength(BinaryValue ?? '', 'base64');
  }
  return size;
}
