import { createHash } from 'node:crypto';

import { REGION } from '../service.ts';
import type { EngineRecord } from './stream-api.ts';

/** One record of the event that Lambda hands to a stream's consumer (AWS Lambda Developer Guide, DynamoDB). */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: string;
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly userIdentity?: unknown;
  readonly dynamodb: EngineRecord['dynamodb'];
}

/** The event id is the same at every delivery and differs between streams, as a consumer may deduplicate by it. */
export function toStreamRecord(record: EngineRecord, streamArn: string): StreamRecord {
  const { eventName, eventVersion, userIdentity, dynamodb } = record;
  const id = createHash('sha256').update(`${streamArn}#${dynamodb.SequenceNumber}`).digest('hex');
  return {
    eventID: id.slice(0, 32),
    eventName,
    eventVersion,
    eventSource: 'aws:dynamodb',
    awsRegion: REGION,
    eventSourceARN: streamArn,
    ...(userIdentity !== undefined && { userIdentity }),
    dynamodb,
  };
}
