import { Duration, Stack } from 'aws-cdk-lib/core';
import { Dashboard, GraphWidget, Metric, type IMetric, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { HouseFunction } from '../constructs/house-function.ts';
import { houseName, type HouseWithAlarms } from '../constructs/house.ts';
import { ImpactAlarm } from '../constructs/impact-alarm.ts';
import type { ApiStack } from './api-stack.ts';
import type { DataStack } from './data-stack.ts';
import type { EventsStack } from './events-stack.ts';
import type { IdentityStack } from './identity-stack.ts';
import type { WorkflowsStack } from './workflows-stack.ts';

/** Everything that is watched. */
export interface OperationsStackProps {
  readonly data: DataStack;
  readonly identity: IdentityStack;
  readonly workflows: WorkflowsStack;
  readonly events: EventsStack;
  readonly api: ApiStack;
}

const PERIOD = Duration.minutes(5);
const SUM = { period: PERIOD, statistic: 'Sum' };

/** What a person on call looks at: one dashboard, and the alarms that belong to no single function or machine. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, house: HouseWithAlarms, props: OperationsStackProps) {
    super(scope, houseName(house.environment, 'operations'));
    new Dashboard(this, 'Dashboard', {
      dashboardName: houseName(house.environment, 'dashboard'),
      defaultInterval: Duration.hours(3),
      widgets: [apiRow(props), functionsRow(functionsOf(props)), runsRow(props), queuesRow(props)],
    });
    this.alarmOnApi(house, props);
    this.alarmOnQueues(house, props);
  }

  private alarmOnApi(house: HouseWithAlarms, { api, events }: OperationsStackProps): void {
    new ImpactAlarm(this, 'ServerErrors', {
      alarm: { impact: 'Callers get errors that are our fault instead of answers.', threshold: 5 },
      metric: api.api.metricServerError(SUM),
      topic: house.alarmTopic,
    });
    new ImpactAlarm(this, 'Latency', {
      alarm: {
        impact: 'Every hundredth request takes more than ten seconds; people give up.',
        threshold: 10_000,
      },
      metric: api.api.metricLatency({ period: PERIOD, statistic: 'p99' }),
      topic: house.alarmTopic,
      periods: 3,
    });
    new ImpactAlarm(this, 'OutboxLag', {
      alarm: { impact: 'Events reach their receivers more than five minutes late.', threshold: 300_000 },
      metric: iteratorAge(events.publishOutbox),
      topic: house.alarmTopic,
    });
  }

  private alarmOnQueues(house: HouseWithAlarms, { workflows, events }: OperationsStackProps): void {
    new ImpactAlarm(this, 'WatchdogDeadLetters', {
      alarm: { impact: 'A run is looked after by nobody: if its worker died, its user waits for ever.' },
      metric: depth(workflows.watchdog.deadLetters),
      topic: house.alarmTopic,
    });
    new ImpactAlarm(this, 'WatchdogAge', {
      alarm: {
        impact: 'Runs whose worker died wait longer than half an hour to be resumed.',
        threshold: 1_800,
      },
      metric: age(workflows.watchdog.queue),
      topic: house.alarmTopic,
    });
    new ImpactAlarm(this, 'PublishDeadLetters', {
      alarm: { impact: 'Some events reached nobody; they wait in the table until they are published again.' },
      metric: depth(events.publishDeadLetters),
      topic: house.alarmTopic,
    });
  }
}

function functionsOf({ api, identity, workflows, events }: OperationsStackProps): HouseFunction[] {
  return [
    ...Object.values(api.functions),
    api.ingest,
    workflows.runWorkflow,
    workflows.watchRuns,
    events.publishOutbox,
    identity.customMessage,
  ];
}

function apiRow({ api: { api } }: OperationsStackProps): IWidget[] {
  return [
    graph('API requests', [api.metricCount(SUM)]),
    graph('API errors', [api.metricClientError(SUM), api.metricServerError(SUM)]),
    graph('API latency (ms)', [
      api.metricLatency({ period: PERIOD, statistic: 'p50' }),
      api.metricLatency({ period: PERIOD, statistic: 'p99' }),
    ]),
  ];
}

function functionsRow(functions: readonly HouseFunction[]): IWidget[] {
  const each = (metric: (of: HouseFunction) => Metric) =>
    functions.map((of) => metric(of).with({ label: of.name }));
  return [
    graph(
      'Function errors',
      each(({ lambda }) => lambda.metricErrors(SUM)),
    ),
    graph(
      'Function duration, p95 (ms)',
      each(({ lambda }) => lambda.metricDuration({ period: PERIOD, statistic: 'p95' })),
    ),
    graph(
      'Function throttles',
      each(({ lambda }) => lambda.metricThrottles(SUM)),
    ),
  ];
}

function runsRow({ workflows: { machine }, data: { table } }: OperationsStackProps): IWidget[] {
  return [
    graph('Runs', [
      machine.machine.metricStarted(SUM),
      machine.machine.metricSucceeded(SUM),
      machine.machine.metricFailed(SUM),
      machine.machine.metricTimedOut(SUM),
    ]),
    graph('Run duration, p95 (ms)', [machine.machine.metricTime({ period: PERIOD, statistic: 'p95' })]),
    graph('Table throttles', [
      tableMetric(table.tableName, 'ReadThrottleEvents'),
      tableMetric(table.tableName, 'WriteThrottleEvents'),
    ]),
  ];
}

function queuesRow({ workflows: { watchdog }, events }: OperationsStackProps): IWidget[] {
  return [
    graph('Watchdog: age of the oldest message (s)', [age(watchdog.queue)]),
    graph('Dead letters', [
      depth(watchdog.deadLetters).with({ label: 'watchdog' }),
      depth(events.publishDeadLetters).with({ label: 'events' }),
    ]),
    graph('Outbox: age of the stream (ms)', [iteratorAge(events.publishOutbox)]),
  ];
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8 });
}

function depth(queue: IQueue): Metric {
  return queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' });
}

function age(queue: IQueue): Metric {
  return queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: 'Maximum' });
}

function iteratorAge({ lambda }: HouseFunction): Metric {
  return lambda.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum' });
}

function tableMetric(tableName: string, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: tableName },
    ...SUM,
  });
}
