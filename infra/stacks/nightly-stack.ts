import { Duration, Stack } from 'aws-cdk-lib/core';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { CfnFunction, EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { allow, allowIndexQuery, allowObjects, allowTable } from '../constructs/allow.ts';
import { HouseFunction } from '../constructs/house-function.ts';
import { deadLetterQueue, HouseQueue } from '../constructs/house-queue.ts';
import { houseName, type HouseWithAlarms } from '../constructs/house.ts';
import type { DataStack } from './data-stack.ts';
import type { IngestionStack } from './ingestion-stack.ts';

/** In seconds: one call, and what is read and written beside it. */
const CHECK_TIMEOUT = 60;
/** Deliveries of a check, and checks at a time. */
const CHECKS = 3;
const CHECK_WORKERS = 5;

/** What happens once a night: every connection is refreshed, and called once to see whether it works. */
export class NightlyStack extends Stack {
  readonly refreshConnections: HouseFunction;
  readonly checkConnections: HouseFunction;
  readonly checks: HouseQueue;
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    house: HouseWithAlarms,
    { data, ingestion }: { readonly data: DataStack; readonly ingestion: IngestionStack },
  ) {
    super(scope, houseName(house.environment, 'nightly'));
    this.deadLetters = deadLetterQueue(this, 'NightlyDeadLetters');
    this.checks = new HouseQueue(this, 'Checks', { consumerTimeout: CHECK_TIMEOUT, attempts: CHECKS });
    this.checkConnections = this.createCheck(house, data);
    this.refreshConnections = this.createRefresh(house, data, ingestion);
    new Rule(this, 'Nightly', {
      ruleName: houseName(house.environment, 'nightly'),
      description: 'Sends every connection to be refreshed, once a night',
      schedule: Schedule.cron({ minute: '17', hour: '2' }),
      targets: [
        new LambdaFunction(this.refreshConnections.lambda, {
          deadLetterQueue: this.deadLetters,
          retryAttempts: 2,
          maxEventAge: Duration.hours(2),
        }),
      ],
    });
  }

  /** Apart from the function that reads documents, which must not be able to open a credential. */
  private createCheck(house: HouseWithAlarms, { table, bucket, objects, key }: DataStack): HouseFunction {
    const { queue } = this.checks;
    const check = new HouseFunction(this, {
      house,
      name: 'check-connections',
      memory: 512,
      timeout: CHECK_TIMEOUT,
      variables: {
        TABLE_NAME: table.tableName,
        BUCKET_NAME: bucket.bucketName,
        KEY_ARN: key.keyArn,
        EGRESS_ALLOW: '',
      },
      permissions: [
        allowTable(table, ['GetItem', 'Query', 'PutItem', 'UpdateItem']),
        allowObjects(objects, ['GetObject'], 'catalogues/*'),
        allow(['kms:Decrypt'], key.keyArn),
        allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.queueArn),
      ],
      alarm: { impact: 'Nobody is told in the morning which of their APIs stopped working.' },
    });
    new EventSourceMapping(this, 'CheckMessages', {
      target: check.lambda,
      eventSourceArn: queue.queueArn,
      batchSize: 1,
      maxConcurrency: CHECK_WORKERS,
      reportBatchItemFailures: true,
    });
    return check;
  }

  private createRefresh(
    house: HouseWithAlarms,
    { table }: DataStack,
    { refreshes }: IngestionStack,
  ): HouseFunction {
    const { limit, jitterSeconds } = house.environment.nightly;
    const { queue } = refreshes;
    const refresh = new HouseFunction(this, {
      house,
      name: 'refresh-connections',
      memory: 512,
      timeout: 120,
      variables: {
        TABLE_NAME: table.tableName,
        REFRESH_QUEUE_URL: queue.queueUrl,
        CHECK_QUEUE_URL: this.checks.queue.queueUrl,
        NIGHTLY_LIMIT: String(limit),
        NIGHTLY_JITTER_SECONDS: String(jitterSeconds),
      },
      permissions: [
        allowIndexQuery(table),
        allow(['sqs:SendMessage'], queue.queueArn, this.checks.queue.queueArn, this.deadLetters.queueArn),
      ],
      alarm: { impact: 'Nobody is told when the documents of connected APIs change.' },
    });
    // By the property: the construct's own option would allow more than SendMessage.
    if (refresh.lambda.node.defaultChild instanceof CfnFunction) {
      refresh.lambda.node.defaultChild.deadLetterConfig = { targetArn: this.deadLetters.queueArn };
    }
    return refresh;
  }
}
