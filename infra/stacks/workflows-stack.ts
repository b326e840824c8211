import { Stack } from 'aws-cdk-lib/core';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { allow, allowObjects, allowTable } from '../constructs/allow.ts';
import { HouseFunction } from '../constructs/house-function.ts';
import { HouseQueue } from '../constructs/house-queue.ts';
import { HouseStateMachine, stateMachineArn } from '../constructs/house-state-machine.ts';
import { houseName, type HouseWithAlarms } from '../constructs/house.ts';
import type { DataStack } from './data-stack.ts';

const MACHINE = 'run-workflow';
const HOLD_MACHINE = 'hold-workflow';
const WATCH_TIMEOUT = 30;

/** What runs workflows: the machine, its runner, and the watchdog that looks after every run. */
export class WorkflowsStack extends Stack {
  readonly runWorkflow: HouseFunction;
  readonly machine: HouseStateMachine;
  readonly hold: HouseStateMachine;
  readonly watchdog: HouseQueue;
  readonly watchRuns: HouseFunction;

  constructor(scope: Construct, house: HouseWithAlarms, data: DataStack) {
    super(scope, houseName(house.environment, 'workflows'));
    this.runWorkflow = this.createRunner(house, data);
    this.machine = new HouseStateMachine(this, {
      house,
      name: MACHINE,
      type: StateMachineType.EXPRESS,
      substitutions: {
        RunWorkflowFunctionArn: this.runWorkflow.arn,
        HoldWorkflowMachineArn: stateMachineArn(this, { house, name: HOLD_MACHINE }),
      },
      permissions: [
        allow(['lambda:InvokeFunction'], this.runWorkflow.arn),
        allow(['states:StartExecution'], stateMachineArn(this, { house, name: MACHINE })),
        allow(['states:StartExecution'], stateMachineArn(this, { house, name: HOLD_MACHINE })),
      ],
      alarm: { impact: 'Runs stand still until the watchdog starts them again, some minutes later.' },
    });
    this.hold = new HouseStateMachine(this, {
      house,
      name: HOLD_MACHINE,
      type: StateMachineType.STANDARD,
      substitutions: { RunWorkflowMachineArn: this.machine.arn },
      permissions: [allow(['states:StartExecution'], this.machine.arn)],
      alarm: { impact: 'Runs that wait go on some minutes late, when the watchdog finds them.' },
    });
    this.watchdog = new HouseQueue(this, 'Watchdog', { consumerTimeout: WATCH_TIMEOUT, attempts: 5 });
    this.watchRuns = this.createWatch(house, data);
  }

  private createRunner(house: HouseWithAlarms, { table, bucket, objects, key }: DataStack): HouseFunction {
    return new HouseFunction(this, {
      house,
      name: 'run-workflow',
      memory: 256,
      timeout: 285,
      variables: {
        TABLE_NAME: table.tableName,
        BUCKET_NAME: bucket.bucketName,
        KEY_ARN: key.keyArn,
        EGRESS_ALLOW: '',
      },
      permissions: [
        allowTable(table, ['Query', 'GetItem', 'BatchGetItem', 'PutItem', 'BatchWriteItem', 'UpdateItem']),
        allowObjects(objects, ['GetObject'], 'catalogues/*'),
        allowObjects(objects, ['GetObject', 'PutObject'], 'runs/*'),
        allow(['kms:Decrypt'], key.keyArn),
      ],
      alarm: {
        impact: 'Workflow runs break off in the middle; their users wait for the watchdog to resume them.',
      },
    });
  }

  private createWatch(house: HouseWithAlarms, { table }: DataStack): HouseFunction {
    const { queue } = this.watchdog;
    const watch = new HouseFunction(this, {
      house,
      name: 'watch-runs',
      memory: 256,
      timeout: WATCH_TIMEOUT,
      variables: {
        TABLE_NAME: table.tableName,
        RUN_STATE_MACHINE_ARN: this.machine.arn,
        WATCHDOG_QUEUE_URL: queue.queueUrl,
      },
      permissions: [
        allowTable(table, ['GetItem', 'BatchGetItem', 'Query', 'UpdateItem', 'DeleteItem']),
        allow(['states:StartExecution'], this.machine.arn),
        allow(
          ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:SendMessage'],
          queue.queueArn,
        ),
      ],
      alarm: { impact: 'Runs whose worker died stay unfinished: nobody resumes them.' },
    });
    new EventSourceMapping(this, 'WatchdogMessages', {
      target: watch.lambda,
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
    });
    return watch;
  }
}
