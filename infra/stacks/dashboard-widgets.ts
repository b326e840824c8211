import { GraphWidget, Metric, type IMetric, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { HouseFunction } from '../constructs/house-function.ts';
import { age, depth, iteratorAge, PERIOD } from '../constructs/queue-metrics.ts';
import type { ApiStack } from './api-stack.ts';
import type { DataStack } from './data-stack.ts';
import type { EventsStack } from './events-stack.ts';
import type { IdentityStack } from './identity-stack.ts';
import type { IngestionStack } from './ingestion-stack.ts';
import type { NightlyStack } from './nightly-stack.ts';
import type { TriggersStack } from './triggers-stack.ts';
import type { WorkflowsStack } from './workflows-stack.ts';

const SUM = { period: PERIOD, statistic: 'Sum' };

/** Everything that is watched. */
export interface WatchedStacks {
  readonly data: DataStack;
  readonly identity: IdentityStack;
  readonly workflows: WorkflowsStack;
  readonly events: EventsStack;
  readonly ingestion: IngestionStack;
  readonly nightly: NightlyStack;
  readonly triggers: TriggersStack;
  readonly api: ApiStack;
}

/** The dashboard, row by row: the API, its functions, the runs, the queues. */
export function dashboardWidgets(props: WatchedStacks): IWidget[][] {
  return [apiRow(props), functionsRow(functionsOf(props)), runsRow(props), queuesRow(props)];
}

function functionsOf({
  api,
  identity,
  workflows,
  events,
  ingestion,
  nightly,
  triggers,
}: WatchedStacks): HouseFunction[] {
  return [
    ...Object.values(api.functions),
    ingestion.ingest,
    nightly.refreshConnections,
    nightly.checkConnections,
    triggers.startTriggered,
    workflows.runWorkflow,
    workflows.watchRuns,
    events.publishOutbox,
    identity.customMessage,
  ];
}

function apiRow({ api: { api } }: WatchedStacks): IWidget[] {
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

function runsRow({ workflows: { machine }, data: { table } }: WatchedStacks): IWidget[] {
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

function queuesRow({
  workflows: { watchdog },
  events,
  ingestion,
  nightly,
  triggers,
}: WatchedStacks): IWidget[] {
  return [
    graph('Age of the oldest message (s)', [
      age(watchdog.queue).with({ label: 'watchdog' }),
      age(ingestion.queue.queue).with({ label: 'ingestion' }),
      age(ingestion.refreshes.queue).with({ label: 'refreshes' }),
      age(triggers.schedules.queue).with({ label: 'schedules' }),
      age(triggers.followed.queue).with({ label: 'followed events' }),
    ]),
    graph('Dead letters', [
      depth(watchdog.deadLetters).with({ label: 'watchdog' }),
      depth(events.publishDeadLetters).with({ label: 'events' }),
      depth(ingestion.queue.deadLetters).with({ label: 'ingestion' }),
      depth(ingestion.refreshes.deadLetters).with({ label: 'refreshes' }),
      depth(nightly.deadLetters).with({ label: 'nightly' }),
      depth(nightly.checks.deadLetters).with({ label: 'checks' }),
      depth(triggers.schedules.deadLetters).with({ label: 'schedules' }),
      depth(triggers.followed.deadLetters).with({ label: 'followed events' }),
    ]),
    graph('Outbox: age of the stream (ms)', [iteratorAge(events.publishOutbox)]),
  ];
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8 });
}

function tableMetric(tableName: string, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: tableName },
    ...SUM,
  });
}
