import { Duration, Stack } from 'aws-cdk-lib/core';
import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { houseName, type HouseWithAlarms } from '../constructs/house.ts';
import { ImpactAlarm } from '../constructs/impact-alarm.ts';
import { age, depth, iteratorAge, PERIOD } from '../constructs/queue-metrics.ts';
import { dashboardWidgets, type WatchedStacks } from './dashboard-widgets.ts';

const SUM = { period: PERIOD, statistic: 'Sum' };

/** What a person on call looks at: one dashboard, and the alarms that belong to no single function or machine. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, house: HouseWithAlarms, props: WatchedStacks) {
    super(scope, houseName(house.environment, 'operations'));
    new Dashboard(this, 'Dashboard', {
      dashboardName: houseName(house.environment, 'dashboard'),
      defaultInterval: Duration.hours(3),
      widgets: dashboardWidgets(props),
    });
    this.alarmOnApi(house, props);
    this.alarmOnQueues(house, props);
  }

  private alarmOnApi(house: HouseWithAlarms, { api, events }: WatchedStacks): void {
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

  private alarmOnQueues(
    house: HouseWithAlarms,
    { workflows, events, ingestion, nightly, triggers }: WatchedStacks,
  ): void {
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
    new ImpactAlarm(this, 'IngestionDeadLetters', {
      alarm: { impact: 'A connection says that its document is being read, and nobody reads it.' },
      metric: depth(ingestion.queue.deadLetters),
      topic: house.alarmTopic,
    });
    new ImpactAlarm(this, 'RefreshesDeadLetters', {
      alarm: { impact: 'The document of a connection could not be looked at in the night.' },
      metric: depth(ingestion.refreshes.deadLetters),
      topic: house.alarmTopic,
    });
    new ImpactAlarm(this, 'ChecksDeadLetters', {
      alarm: {
        impact: 'A connected API could not be tried in the night; its owner does not know whether it works.',
      },
      metric: depth(nightly.checks.deadLetters),
      topic: house.alarmTopic,
    });
    new ImpactAlarm(this, 'NightlyDeadLetters', {
      alarm: { impact: 'A night has passed in which no document was looked at.' },
      metric: depth(nightly.deadLetters),
      topic: house.alarmTopic,
    });
    new ImpactAlarm(this, 'SchedulesDeadLetters', {
      alarm: { impact: 'A workflow did not start at its time, and nobody tries again.' },
      metric: depth(triggers.schedules.deadLetters),
      topic: house.alarmTopic,
    });
    new ImpactAlarm(this, 'FollowedDeadLetters', {
      alarm: {
        impact: 'Workflows did not start that wait for an event, or a schedule is not as it was set.',
      },
      metric: depth(triggers.followed.deadLetters),
      topic: house.alarmTopic,
    });
    new ImpactAlarm(this, 'SchedulesAge', {
      alarm: {
        impact: 'Workflows start five minutes late or more, or are left out by their rule.',
        threshold: 300,
      },
      metric: age(triggers.schedules.queue),
      topic: house.alarmTopic,
    });
    new ImpactAlarm(this, 'IngestionAge', {
      alarm: {
        impact: 'Large documents wait longer than a quarter of an hour to be read.',
        threshold: 900,
      },
      metric: age(ingestion.queue.queue),
      topic: house.alarmTopic,
    });
    new ImpactAlarm(this, 'PublishDeadLetters', {
      alarm: { impact: 'Some events reached nobody; they wait in the table until they are published again.' },
      metric: depth(events.publishDeadLetters),
      topic: house.alarmTopic,
    });
  }
}
