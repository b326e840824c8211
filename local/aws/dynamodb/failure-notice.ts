import type { StreamRecord } from './stream-record.ts';

export type FailureCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/**
 * What an on-failure destination receives: where the records lie in the stream, not the records themselves (AWS Lambda
 * Developer Guide, "Retain discarded batches for a DynamoDB event source").
 */
export interface FailureNotice {
  readonly version: '1.0';
  /** ISO 8601. */
  readonly timestamp: string;
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: FailureCondition;
    readonly approximateInvokeCount: number;
  };
  readonly responseContext: {
    readonly statusCode: 200;
    readonly executedVersion: '$LATEST';
    readonly functionError: 'Unhandled';
  };
  readonly DDBStreamBatchInfo: {
    readonly shardId: string;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
    readonly approximateArrivalOfFirstRecord: string;
    readonly approximateArrivalOfLastRecord: string;
    readonly batchSize: number;
    readonly streamArn: string;
  };
}

export function createFailureNotice(options: {
  readonly records: readonly [StreamRecord, ...StreamRecord[]];
  readonly shardId: string;
  readonly functionArn: string;
  readonly condition: FailureCondition;
  readonly invokeCount: number;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}): FailureNotice {
  const [first] = options.records;
  const last = options.records.at(-1) ?? first;
  return {
    version: '1.0',
    timestamp: new Date(options.now).toISOString(),
    requestContext: {
      requestId: options.requestId,
      functionArn: options.functionArn,
      condition: options.condition,
      approximateInvokeCount: options.invokeCount,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    DDBStreamBatchInfo: {
      shardId: options.shardId,
      startSequenceNumber: first.dynamodb.SequenceNumber,
      endSequenceNumber: last.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: options.records.length,
      streamArn: first.eventSourceARN,
    },
  };
}

function arrival(record: StreamRecord): string {
  return new Date(record.dynamodb.ApproximateCreationDateTime * 1000).toISOString();
}
