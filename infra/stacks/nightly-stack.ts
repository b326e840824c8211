import { Duration, Stack } from 'aws-cdk-lib/core';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { allow, allowIndexQuery } from '../constructs/allow.ts';
import { HouseFunction } from '../constructs/house-function.ts';
import { deadLetterQueue } from '../constructs/house-queue.ts';
import { houseName, type HouseWithAlarms } from '../constructs/house.ts';
import type { DataStack } from './data-stack.ts';
import type { IngestionStack } from './ingestion-stack.ts';

/** What happens once a night: every connection is refreshed. */
export class NightlyStack extends Stack {
  readonly refreshConnections: HouseFunction;
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    house: HouseWithAlarms,
    { data, ingestion }: { readonly data: DataStack; readonly ingestion: IngestionStack },
  ) {
    super(scope, houseName(house.environment, 'nightly'));
    this.deadLetters = deadLetterQueue(this, 'NightlyDeadLetters');
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
        NIGHTLY_LIMIT: String(limit),
        NIGHTLY_JITTER_SECONDS: String(jitterSeconds),
      },
      permissions: [
        allowIndexQuery(table),
        allow(['sqs:SendMessage'], queue.queueArn),
        allow(['sqs:SendMessage'], this.deadLetters.queueArn),
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
