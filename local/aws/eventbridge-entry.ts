import * as z from 'zod';

import type { EventEnvelope } from './eventbridge-record.ts';
import { parseJson } from './parse-json.ts';
import { ACCOUNT, AwsError, REGION } from './service.ts';

const Entry = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  /** Epoch seconds. */
  Time: z.number().optional(),
});
export type Entry = z.infer<typeof Entry>;

/** The input of PutEvents; what is wrong with one entry alone is answered for that entry. */
export const PutEventsInput = z.strictObject({ Entries: z.array(Entry).min(1).max(10) });

const LIMIT_BYTES = 256 * 1024;
const Detail = z.record(z.string(), z.unknown());

/** Refuses a request that is too big (EventBridge User Guide, Calculating PutEvents event entry size). */
export function checkSize(entries: readonly Entry[]): void {
  const size = entries.reduce((sum, entry) => sum + entrySize(entry), 0);
  if (size > LIMIT_BYTES) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
}

function entrySize(entry: Entry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const time = entry.Time === undefined ? 0 : 14;
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), time);
}

/** The event that an entry makes. Throws the error of the entry: `InvalidArgument`, `MalformedDetail`, … */
export function toEnvelope(
  entry: Entry,
  given: { readonly id: string; readonly now: number },
): EventEnvelope {
  const { Source: source = '', DetailType: detailType = '' } = entry;
  for (const [name, value] of Object.entries({
    Source: source,
    DetailType: detailType,
    Detail: entry.Detail ?? '',
  })) {
    if (value === '')
      throw new AwsError(
        'InvalidArgument',
        `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      );
  }
  if (source.length > 256 || detailType.length > 128) {
    throw new AwsError('InvalidArgument', 'Source has 256 characters at most, DetailType 128.');
  }
  if (source.startsWith('aws.')) {
    throw new AwsError('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  const detail = Detail.safeParse(parseJson(entry.Detail ?? ''));
  if (!detail.success) throw new AwsError('MalformedDetail', 'Detail is malformed.');
  const time = entry.Time === undefined ? given.now : entry.Time * 1000;
  return envelope({
    id: given.id,
    source,
    detailType,
    time,
    resources: entry.Resources ?? [],
    detail: detail.data,
  });
}

/** The event that a rule's schedule makes. */
export function scheduledEvent(given: {
  readonly id: string;
  readonly time: number;
  readonly ruleArn: string;
}): EventEnvelope {
  const { id, time, ruleArn } = given;
  return envelope({
    id,
    source: 'aws.events',
    detailType: 'Scheduled Event',
    time,
    resources: [ruleArn],
    detail: {},
  });
}

function envelope(event: {
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  readonly time: number;
  readonly resources: string[];
  readonly detail: Record<string, unknown>;
}): EventEnvelope {
  return {
    version: '0',
    id: event.id,
    'detail-type': event.detailType,
    source: event.source,
    account: ACCOUNT,
    time: `${new Date(event.time).toISOString().slice(0, 19)}Z`,
    region: REGION,
    resources: event.resources,
    detail: event.detail,
  };
}
