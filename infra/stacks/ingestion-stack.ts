import { Stack } from 'aws-cdk-lib/core';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EVENT_SOURCE, type EventType } from '../../shared/domain/events.ts';
import { allow, allowObjects, allowTable } from '../constructs/allow.ts';
import { HouseFunction } from '../constructs/house-function.ts';
import { HouseQueue } from '../constructs/house-queue.ts';
import { houseName, type HouseWithAlarms } from '../constructs/house.ts';
import type { DataStack } from './data-stack.ts';
import type { EventsStack } from './events-stack.ts';

/** A document of 50 MB with 25,000 operations takes some seconds on such a function, and its server may take a minute. */
const TIMEOUT = 120;
const MEMORY = 2048;
/** In the fifth delivery the function itself gives a document up; one more is for the write that says so. */
const DELIVERIES = 6;
/** Documents that are read at a time, and those of them at night that nobody waits for: the least that Lambda takes. */
const WORKERS = 5;
const NIGHT_WORKERS = 2;

const QUEUED: EventType = 'connection.ingestion_queued';

/** What reads documents: the function, which people wait for where a document is small, and the queue of the others. */
export class IngestionStack extends Stack {
  readonly ingest: HouseFunction;
  readonly queue: HouseQueue;
  /** Of the refreshes that nobody asked for, apart, so that nobody waits behind them. */
  readonly refreshes: HouseQueue;

  constructor(
    scope: Construct,
    house: HouseWithAlarms,
    { data, events }: { readonly data: DataStack; readonly events: EventsStack },
  ) {
    super(scope, houseName(house.environment, 'ingestion'));
    this.queue = new HouseQueue(this, 'Ingestion', {
      consumerTimeout: TIMEOUT,
      attempts: DELIVERIES,
      heartbeat: true,
    });
    this.refreshes = new HouseQueue(this, 'Refreshes', { consumerTimeout: TIMEOUT, attempts: DELIVERIES });
    this.ingest = this.createIngest(house, data);
    new EventSourceMapping(this, 'IngestionMessages', {
      target: this.ingest.lambda,
      eventSourceArn: this.queue.queue.queueArn,
      // One at a time, since each takes what memory there is.
      batchSize: 1,
      maxConcurrency: WORKERS,
      reportBatchItemFailures: true,
    });
    new EventSourceMapping(this, 'RefreshMessages', {
      target: this.ingest.lambda,
      eventSourceArn: this.refreshes.queue.queueArn,
      batchSize: 1,
      maxConcurrency: NIGHT_WORKERS,
      reportBatchItemFailures: true,
    });
    this.queueWhatIsDue(events);
  }

  /** Apart from the API, since a large document must not take a request's memory, and the parser not its cold start. */
  private createIngest(house: HouseWithAlarms, { table, bucket, objects }: DataStack): HouseFunction {
    const { queue } = this.queue;
    const { queue: refreshes } = this.refreshes;
    return new HouseFunction(this, {
      house,
      name: 'ingest',
      memory: MEMORY,
      timeout: TIMEOUT,
      variables: {
        TABLE_NAME: table.tableName,
        BUCKET_NAME: bucket.bucketName,
        INGESTION_QUEUE_URL: queue.queueUrl,
        REFRESH_QUEUE_ARN: refreshes.queueArn,
        EGRESS_ALLOW: '',
      },
      permissions: [
        allowTable(table, ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem']),
        allowObjects(objects, ['GetObject', 'PutObject'], 'catalogues/*'),
        allowObjects(objects, ['PutObject'], 'changes/*'),
        allowObjects(objects, ['GetObject', 'PutObject'], 'uploads/*'),
        allowObjects(objects, ['GetObject', 'PutObject', 'DeleteObject'], 'documents/*'),
        allow(
          [
            'sqs:ReceiveMessage',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:ChangeMessageVisibility',
          ],
          queue.queueArn,
        ),
        allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], refreshes.queueArn),
      ],
      alarm: { impact: 'Nobody can connect an API: its document cannot be read.' },
    });
  }

  /** The outbox is what calls the worker, so that a connection that says QUEUED has its message, whatever crashes. */
  private queueWhatIsDue({ bus }: EventsStack): void {
    new Rule(this, 'Due', {
      description: 'Queues the documents that are too large or too slow to be waited for',
      eventBus: bus,
      eventPattern: { source: [EVENT_SOURCE], detailType: [QUEUED] },
      targets: [
        new SqsQueue(this.queue.queue, {
          message: RuleTargetInput.fromEventPath('$.detail.data'),
          deadLetterQueue: this.queue.deadLetters,
        }),
      ],
    });
  }
}
