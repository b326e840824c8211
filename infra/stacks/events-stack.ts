import { Aws, Duration, Stack } from 'aws-cdk-lib/core';
import { EventBus, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  CfnFunction,
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { OUTBOX_PREFIX, SORT_KEY } from '../../shared/aws/table.ts';
import { allow, allowEverywhere, allowIndexQuery, allowTable } from '../constructs/allow.ts';
import { HouseFunction } from '../constructs/house-function.ts';
import { deadLetterQueue } from '../constructs/house-queue.ts';
import { houseName, type House, type HouseWithAlarms } from '../constructs/house.ts';
import type { DataStack } from './data-stack.ts';

/** Where events go: the bus, the publisher that empties the outbox onto it, and the topic of alarms. */
export class EventsStack extends Stack {
  readonly bus: EventBus;
  readonly alarmTopic: Topic;
  readonly publishOutbox: HouseFunction;
  readonly publishDeadLetters: Queue;

  constructor(scope: Construct, house: House, data: DataStack) {
    super(scope, houseName(house.environment, 'events'));
    this.bus = new EventBus(this, 'Bus', { eventBusName: houseName(house.environment, 'events') });
    this.alarmTopic = new Topic(this, 'Alarms', { masterKey: data.key, enforceSSL: true });
    // A policy that enforces TLS takes the place of the default one, which let the account's alarms publish.
    this.alarmTopic.addToResourcePolicy(alarmsMayPublish(this.alarmTopic.topicArn));
    const { alarmEmail } = house.environment;
    if (alarmEmail !== undefined) this.alarmTopic.addSubscription(new EmailSubscription(alarmEmail));

    this.publishDeadLetters = deadLetterQueue(this, 'PublishDeadLetters');
    this.publishOutbox = this.createPublisher({ ...house, alarmTopic: this.alarmTopic }, data);
    this.consumeOutbox(data);
    this.redriveOutbox();
  }

  private createPublisher(house: HouseWithAlarms, data: DataStack): HouseFunction {
    const publisher = new HouseFunction(this, {
      house,
      name: 'publish-outbox',
      memory: 256,
      timeout: 60,
      variables: { TABLE_NAME: data.table.tableName, BUS_NAME: this.bus.eventBusName },
      permissions: [
        allowTable(data.table, ['BatchGetItem', 'BatchWriteItem']),
        allowIndexQuery(data.table),
        allow(['events:PutEvents'], this.bus.eventBusArn),
        allow(['sqs:SendMessage'], this.publishDeadLetters.queueArn),
      ],
      alarm: {
        impact: 'Events of finished changes and runs reach nobody until this works again; none is lost.',
      },
    });
    // By the property: the construct's own option would allow more than SendMessage.
    if (publisher.lambda.node.defaultChild instanceof CfnFunction) {
      publisher.lambda.node.defaultChild.deadLetterConfig = { targetArn: this.publishDeadLetters.queueArn };
    }
    return publisher;
  }

  private consumeOutbox(data: DataStack): void {
    const streamArn = streamOf(data);
    const { lambda, role } = this.publishOutbox;
    role.give(
      allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], streamArn),
    );
    role.give(
      allowEverywhere(
        ['dynamodb:ListStreams'],
        'Listing streams takes no resource (Service Authorization Reference, Amazon DynamoDB), and Lambda asks for it.',
      ),
    );
    new EventSourceMapping(this, 'OutboxRows', {
      target: lambda,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { [SORT_KEY]: { S: FilterRule.beginsWith(OUTBOX_PREFIX) } } },
        }),
      ],
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(12),
      onFailure: { bind: () => ({ destination: this.publishDeadLetters.queueArn }) },
    });
  }

  /** A stream keeps 24 hours: rows that it did not bring across are found through the index. */
  private redriveOutbox(): void {
    new Rule(this, 'Redrive', {
      description: 'Publishes outbox rows that the stream did not bring across',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [
        new LambdaFunction(this.publishOutbox.lambda, {
          event: RuleTargetInput.fromObject({ redrive: true }),
          deadLetterQueue: this.publishDeadLetters,
          retryAttempts: 2,
          maxEventAge: Duration.minutes(5),
        }),
      ],
    });
  }
}

function alarmsMayPublish(topicArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'AlarmsOfThisAccount',
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topicArn],
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
}

function streamOf({ table }: DataStack): string {
  if (table.tableStreamArn === undefined)
    throw new Error('The outbox is published from a stream, and the table has none.');
  return table.tableStreamArn;
}
