import { createFailureNotice } from './failure-notice.ts';
import type { FailureCondition, FailureNotice } from './failure-notice.ts';
import type { StreamRecord } from './stream-record.ts';

/** What a consumer may answer: the records from the first one named here on are delivered again. */
interface BatchAnswer {
  readonly batchItemFailures?: readonly { readonly itemIdentifier?: string | null }[] | null;
}

/** How one consumer takes batches; the fields mirror `AWS::Lambda::EventSourceMapping`. */
export interface Delivery {
  /** Rejects where the function failed. */
  readonly invoke: (records: readonly StreamRecord[]) => Promise<BatchAnswer | void>;
  /** Receives the notice of records that were given up. */
  readonly onFailure?: (notice: FailureNotice) => Promise<void> | void;
  readonly functionArn?: string;
  /** Deliveries after the first one; -1 (the default) for as long as it takes. */
  readonly maximumRetryAttempts?: number;
  /** `BisectBatchOnFunctionError`: a failed batch is delivered in halves, which does not count as an attempt. */
  readonly bisect?: boolean;
  /** Older records are given up; -1 (the default) for never. */
  readonly maximumRecordAgeSeconds?: number;
}

type Records = readonly [StreamRecord, ...StreamRecord[]];
interface Segment {
  readonly records: Records;
  /** Failed deliveries so far. */
  readonly failures: number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Delivers one batch until each of its records is handled or given up, in order. `acknowledge` is told how far the
 * batch has come. Resolves to false where `pause` was cut short: the rest is then delivered after the next start.
 */
export async function deliverBatch(options: {
  readonly records: Records;
  readonly shardId: string;
  readonly delivery: Delivery;
  readonly acknowledge: (last: StreamRecord) => void;
  /** Waits between attempts; resolves to false where the consumer is being closed. */
  readonly pause: (ms: number) => Promise<boolean>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: (line: string) => void;
}): Promise<boolean> {
  const { delivery, acknowledge, pause, log } = options;
  const attempts = delivery.maximumRetryAttempts ?? -1;

  const giveUp = async (
    records: Records,
    condition: FailureCondition,
    invokeCount: number,
  ): Promise<boolean> => {
    const { shardId, now, newId } = options;
    const functionArn = delivery.functionArn ?? '';
    const about = { records, shardId, functionArn, condition, invokeCount };
    const notice = createFailureNotice({ ...about, requestId: newId(), now: now() });
    for (let failures = 1; ; failures += 1) {
      try {
        await delivery.onFailure?.(notice);
        acknowledge(lastOf(records));
        return true;
      } catch (error) {
        log(`dynamodb stream: the failure destination refused a notice: ${String(error)}`);
        if (!(await pause(pauseAfter(failures)))) return false;
      }
    }
  };

  const queue: Segment[] = [{ records: options.records, failures: 0 }];
  for (let segment = queue.shift(); segment !== undefined; segment = queue.shift()) {
    const { young, old } = splitByAge({ records: segment.records, delivery, now: options.now() });
    if (isFilled(old) && !(await giveUp(old, 'RecordAgeExceeded', segment.failures))) return false;
    if (!isFilled(young)) continue;

    const failedFrom = await attempt({ records: young, delivery, log });
    const done = young.slice(0, failedFrom).at(-1);
    if (done !== undefined) acknowledge(done);
    const rest = failedFrom === undefined ? [] : young.slice(failedFrom);
    if (!isFilled(rest)) continue;

    const isSplit = delivery.bisect === true && rest.length > 1;
    const failures = isSplit ? segment.failures : segment.failures + 1;
    if (attempts >= 0 && failures > attempts) {
      if (!(await giveUp(rest, 'RetryAttemptsExhausted', failures))) return false;
      continue;
    }
    if (!(await pause(pauseAfter(failures)))) return false;
    queue.unshift(...(isSplit ? halve(rest) : [rest]).map((records) => ({ records, failures })));
  }
  return true;
}

/** One delivery: the index of the first record that must be delivered again, undefined where there is none. */
async function attempt(options: {
  readonly records: Records;
  readonly delivery: Delivery;
  readonly log: (line: string) => void;
}): Promise<number | undefined> {
  const { records, delivery, log } = options;
  let answer: BatchAnswer | void;
  try {
    answer = await delivery.invoke(records);
  } catch (error) {
    log(
      `dynamodb stream: a batch of ${records.length} failed: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 0;
  }
  const failed = answer?.batchItemFailures ?? [];
  if (failed.length === 0) return undefined;
  const positions = failed.map((failure) =>
    records.findIndex((record) => record.dynamodb.SequenceNumber === failure.itemIdentifier),
  );
  // An identifier that is empty or unknown fails the whole batch, as on Lambda.
  return Math.max(0, Math.min(...positions));
}

function splitByAge(options: { records: Records; delivery: Delivery; now: number }) {
  const { records, delivery, now } = options;
  const limit = delivery.maximumRecordAgeSeconds ?? -1;
  if (limit < 0) return { old: [], young: records };
  const oldest = now / 1000 - limit;
  const isOld = (record: StreamRecord) => record.dynamodb.ApproximateCreationDateTime < oldest;
  return { old: records.filter(isOld), young: records.filter((record) => !isOld(record)) };
}

function halve(records: Records): Records[] {
  const middle = Math.ceil(records.length / 2);
  const halves: (readonly StreamRecord[])[] = [records.slice(0, middle), records.slice(middle)];
  return halves.filter(isFilled);
}

/** Whether there is a first record. */
export function isFilled(records: readonly StreamRecord[]): records is Records {
  return records.length > 0;
}

function lastOf(records: Records): StreamRecord {
  return records.at(-1) ?? records[0];
}

function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE_MS);
}
