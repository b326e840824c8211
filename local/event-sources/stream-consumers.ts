import type { DatabaseSync } from 'node:sqlite';
import type { DynamoDb } from '../aws/dynamodb.ts';
import { consumeStream, type StreamConsumer } from '../aws/dynamodb-streams.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import type { EventSource } from '../provision/read-event-sources.ts';
import { failedItems } from './batch-failures.ts';
import type { Consumer } from './queue-consumer.ts';

/** One mapping with what its deliveries need. */
export interface StreamMapping {
  readonly source: EventSource;
  readonly functionArn: string;
  readonly invoke: (payload: string) => Promise<InvocationResult>;
  /** Sends the notice of given-up records to the failure destination. */
  readonly onFailure: (destination: string, notice: object) => Promise<void>;
}

/** Consumes one table's stream for all of its event source mappings, each at its own pace. */
export async function consumeTableStream(options: {
  readonly dynamodb: DynamoDb;
  readonly tableName: string;
  readonly mappings: readonly StreamMapping[];
  readonly state: DatabaseSync;
  readonly log: (message: string) => void;
}): Promise<Consumer> {
  const { dynamodb, tableName, mappings, state, log } = options;
  const subscription = await consumeStream({
    endpoint: dynamodb.endpoint,
    dbPath: dynamodb.dbPath,
    tableName,
    state,
    log,
    consumers: mappings.map(toConsumer),
  });
  const unsubscribe = dynamodb.onWrite(() => subscription.wake());
  return {
    async close() {
      unsubscribe();
      await subscription.close();
    },
  };
}

function toConsumer({ source, functionArn, invoke, onFailure }: StreamMapping): StreamConsumer {
  const reported = source.FunctionResponseTypes.length > 0;
  const destination = source.DestinationConfig?.OnFailure?.Destination;
  return {
    id: source.id,
    functionArn,
    ...(source.FilterCriteria !== undefined && { filterCriteria: source.FilterCriteria }),
    ...(source.BatchSize !== undefined && { batchSize: source.BatchSize }),
    ...(source.MaximumRetryAttempts !== undefined && { maximumRetryAttempts: source.MaximumRetryAttempts }),
    ...(source.MaximumRecordAgeInSeconds !== undefined && {
      maximumRecordAgeSeconds: source.MaximumRecordAgeInSeconds,
    }),
    ...(source.BisectBatchOnFunctionError !== undefined && { bisect: source.BisectBatchOnFunctionError }),
    ...(destination !== undefined && { onFailure: (notice) => onFailure(destination, notice) }),
    async invoke(records) {
      const result = await invoke(JSON.stringify({ Records: records }));
      const failures = failedItems(result, { reported });
      if (failures === 'all') throw new Error(`The function failed: ${result.payload.slice(0, 300)}`);
      return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
    },
  };
}
