import { AwsError } from '../aws/service.ts';
import type { Clock } from '../aws/clock.ts';
import type { InternalCaller } from '../internal-calls.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import type { EventSource } from '../provision/read-event-sources.ts';
import { failedItems } from './batch-failures.ts';
import { Received, toQueueRecord, type Message } from './queue-record.ts';

/** What polls; closing it waits for deliveries under way. */
export interface Consumer {
  close(): Promise<void>;
}

/** As many messages as SQS gives at once. */
const MOST_AT_ONCE = 10;
const WAIT_SECONDS = 20;
/** Lambda polls with several connections; two keep one slow batch from holding up the next. */
const POLLERS = 2;
const PAUSE_AFTER_ERROR_MS = 1000;

/**
 * An SQS event source mapping (Lambda Developer Guide, "Using Lambda with Amazon SQS"): receives as the function's role,
 * deletes what was handled, and leaves the rest to its visibility timeout. An empty receive is not counted as a call.
 */
export function consumeQueue(options: {
  readonly source: EventSource;
  readonly queueUrl: string;
  /** Of the function. */
  readonly principal: string;
  readonly call: InternalCaller;
  readonly onReceived: () => void;
  readonly invoke: (payload: string) => Promise<InvocationResult>;
  readonly clock: Clock;
  readonly log: (message: string) => void;
}): Consumer {
  const { source, queueUrl, principal, call, onReceived, invoke, clock, log } = options;
  if (source.FilterCriteria !== undefined)
    throw new Error(`The laptop cloud does not filter messages (${source.id}).`);
  const reported = source.FunctionResponseTypes.length > 0;
  const batchSize = source.BatchSize ?? 10;
  const stop = new AbortController();

  const receive = async (limit: number, waitSeconds: number): Promise<readonly Message[]> => {
    const reply = await call({
      signingName: 'sqs',
      operation: 'ReceiveMessage',
      input: {
        QueueUrl: queueUrl,
        MaxNumberOfMessages: Math.min(limit, MOST_AT_ONCE),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
      principal,
      counted: false,
    });
    const { Messages } = Received.parse(reply.body ?? {});
    if (Messages.length > 0) onReceived();
    return Messages;
  };

  /** A batch: what is there, and what comes until the window closes or the batch is full. */
  const collect = async (): Promise<readonly Message[]> => {
    const batch = [...(await receive(batchSize, WAIT_SECONDS))];
    const deadline = clock.now() + source.MaximumBatchingWindowInSeconds * 1000;
    while (batch.length > 0 && batch.length < batchSize && clock.now() < deadline && !stop.signal.aborted) {
      const left = Math.min(WAIT_SECONDS, Math.ceil((deadline - clock.now()) / 1000));
      batch.push(...(await receive(batchSize - batch.length, left)));
    }
    return batch;
  };

  const handle = async (batch: readonly Message[]): Promise<void> => {
    const records = batch.map((message) => toQueueRecord(message, source.EventSourceArn));
    const failures = failedItems(await invoke(JSON.stringify({ Records: records })), { reported });
    if (failures === 'all') return;
    const known = failures.every((id) => batch.some(({ MessageId }) => MessageId === id));
    const handled = known ? batch.filter(({ MessageId }) => !failures.includes(MessageId)) : [];
    for (let start = 0; start < handled.length; start += MOST_AT_ONCE) {
      const entries = handled.slice(start, start + MOST_AT_ONCE);
      await call({
        signingName: 'sqs',
        operation: 'DeleteMessageBatch',
        input: {
          QueueUrl: queueUrl,
          Entries: entries.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
        },
        principal,
      });
    }
  };

  const busy = new Set<Promise<void>>();
  const poll = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        const batch = await collect();
        if (batch.length === 0 || stop.signal.aborted) continue;
        const work = handle(batch);
        busy.add(work);
        await work.finally(() => busy.delete(work));
      } catch (error) {
        if (stop.signal.aborted) return;
        log(`sqs: ${source.id} failed: ${error instanceof AwsError ? error.message : String(error)}`);
        await new Promise<void>((resolve) => void clock.after(PAUSE_AFTER_ERROR_MS, resolve));
      }
    }
  };
  for (let index = 0; index < POLLERS; index += 1) void poll();

  return {
    async close() {
      stop.abort();
      await Promise.allSettled(busy);
    },
  };
}
