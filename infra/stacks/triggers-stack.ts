import { Aws, Stack } from 'aws-cdk-lib/core';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../shared/domain/events.ts';
import { allow, allowObjects, allowSchedules, allowTable } from '../constructs/allow.ts';
import { HouseFunction } from '../constructs/house-function.ts';
import { HouseQueue } from '../constructs/house-queue.ts';
import { houseName, type HouseWithAlarms } from '../constructs/house.ts';
import type { DataStack } from './data-stack.ts';
import type { EventsStack } from './events-stack.ts';
import type { WorkflowsStack } from './workflows-stack.ts';

/** In seconds: one batch of events, each with the runs that it starts. */
const TIMEOUT = 60;
const DELIVERIES = 5;
/** What triggers tell of their own firings, which no trigger waits for. */
const OWN = ['trigger.fired', 'trigger.skipped', 'trigger.failed'];

export interface TriggersStackProps {
  readonly data: DataStack;
  readonly events: EventsStack;
  readonly workflows: WorkflowsStack;
}

/** What starts workflows by itself: the schedules, and the function that follows them and the events of the bus. */
export class TriggersStack extends Stack {
  readonly startTriggered: HouseFunction;
  readonly schedules: HouseQueue;
  readonly followed: HouseQueue;

  constructor(scope: Construct, house: HouseWithAlarms, props: TriggersStackProps) {
    super(scope, houseName(house.environment, 'triggers'));
    // Two queues, so that no flood of events keeps a schedule waiting.
    this.schedules = new HouseQueue(this, 'Schedules', { consumerTimeout: TIMEOUT, attempts: DELIVERIES });
    this.followed = new HouseQueue(this, 'Followed', { consumerTimeout: TIMEOUT, attempts: DELIVERIES });
    this.startTriggered = this.createStarter(house, props);
    for (const [id, { queue }] of [
      ['ScheduleMessages', this.schedules],
      ['EventMessages', this.followed],
    ] as const) {
      new EventSourceMapping(this, id, {
        target: this.startTriggered.lambda,
        eventSourceArn: queue.queueArn,
        batchSize: 10,
        reportBatchItemFailures: true,
      });
    }
    new Rule(this, 'Follow', {
      description: 'Brings the events of workspaces to the triggers that wait for them',
      eventBus: props.events.bus,
      eventPattern: { source: [EVENT_SOURCE], detailType: [{ 'anything-but': OWN }] as unknown as string[] },
      targets: [
        new SqsQueue(this.followed.queue, {
          message: RuleTargetInput.fromEventPath('$'),
          deadLetterQueue: this.followed.deadLetters,
        }),
      ],
    });
  }

  private createStarter(
    house: HouseWithAlarms,
    { data: { table, bucket, objects }, workflows }: TriggersStackProps,
  ): HouseFunction {
    const group = new CfnScheduleGroup(this, 'Group', { name: houseName(house.environment, 'triggers') });
    const sender = new Role(this, 'Sender', {
      description: 'Scheduler sends in it what is due',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    const { queue, deadLetters } = this.schedules;
    sender.addToPolicy(allow(['sqs:SendMessage'], queue.queueArn, deadLetters.queueArn).statement);
    return new HouseFunction(this, {
      house,
      name: 'start-triggered',
      memory: 256,
      timeout: TIMEOUT,
      variables: {
        TABLE_NAME: table.tableName,
        BUCKET_NAME: bucket.bucketName,
        RUN_STATE_MACHINE_ARN: workflows.machine.arn,
        WATCHDOG_QUEUE_URL: workflows.watchdog.queue.queueUrl,
        SCHEDULE_GROUP: group.ref,
        SCHEDULES_QUEUE_ARN: queue.queueArn,
        SCHEDULES_DEAD_LETTERS_ARN: deadLetters.queueArn,
        SCHEDULER_ROLE_ARN: sender.roleArn,
      },
      permissions: [
        allowTable(table, [
          'GetItem',
          'BatchGetItem',
          'Query',
          'PutItem',
          'UpdateItem',
          'DeleteItem',
          'BatchWriteItem',
        ]),
        allowObjects(objects, ['GetObject', 'PutObject'], 'runs/*'),
        allow(['states:StartExecution'], workflows.machine.arn),
        allow(['sqs:SendMessage'], workflows.watchdog.queue.queueArn),
        allow(
          ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          queue.queueArn,
          this.followed.queue.queueArn,
        ),
        ...allowSchedules(this, { house, group: 'triggers', role: sender }),
      ],
      alarm: { impact: 'Workflows that start by a schedule or by an event do not start.' },
    });
  }
}
