import * as z from 'zod';

const QueueUrl = z.string().min(1);
const ReceiptHandle = z.string().min(1);
const BatchId = z.string();
const VisibilityTimeout = z.int().min(0).max(43_200);
const Names = z.array(z.string()).optional();

const MessageAttribute = z
  .strictObject({
    DataType: z
      .string()
      .regex(/^(String|Number|Binary)(\..+)?$/)
      .max(256),
    StringValue: z.string().optional(),
    BinaryValue: z.base64().optional(),
  })
  .refine(
    ({ DataType, StringValue, BinaryValue }) => (DataType.startsWith('Binary') ? BinaryValue : StringValue),
    'the value must not be empty and must fit its DataType',
  );

const message = {
  MessageBody: z.string().min(1),
  DelaySeconds: z.int().min(0).max(900).optional(),
  MessageAttributes: z.record(z.string().min(1).max(256), MessageAttribute).optional(),
};
const Outgoing = z.strictObject(message);
/** A message as it is sent. */
export type Outgoing = z.infer<typeof Outgoing>;

/** The inputs of the operations in use (Amazon SQS API Reference); what FIFO queues alone take is not spoken. */
export const SendMessageInput = z.strictObject({ QueueUrl, ...message });
export const SendMessageBatchInput = z.strictObject({
  QueueUrl,
  Entries: z.array(z.strictObject({ Id: BatchId, ...message })),
});
export const ReceiveMessageInput = z.strictObject({
  QueueUrl,
  MaxNumberOfMessages: z.int().min(1).max(10).optional(),
  VisibilityTimeout: VisibilityTimeout.optional(),
  WaitTimeSeconds: z.int().min(0).max(20).optional(),
  AttributeNames: Names,
  MessageSystemAttributeNames: Names,
  MessageAttributeNames: Names,
});
export const DeleteMessageInput = z.strictObject({ QueueUrl, ReceiptHandle });
export const DeleteMessageBatchInput = z.strictObject({
  QueueUrl,
  Entries: z.array(z.strictObject({ Id: BatchId, ReceiptHandle })),
});
export const ChangeVisibilityInput = z.strictObject({ QueueUrl, ReceiptHandle, VisibilityTimeout });
export const ChangeVisibilityBatchInput = z.strictObject({
  QueueUrl,
  Entries: z.array(
    z.strictObject({ Id: BatchId, ReceiptHandle, VisibilityTimeout: VisibilityTimeout.optional() }),
  ),
});
export const GetQueueAttributesInput = z.strictObject({ QueueUrl, AttributeNames: Names });
export const GetQueueUrlInput = z.strictObject({
  QueueName: z.string().min(1),
  QueueOwnerAWSAccountId: z.string().optional(),
});
export const PurgeQueueInput = z.strictObject({ QueueUrl });
