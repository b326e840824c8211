import { Duration } from 'aws-cdk-lib/core';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { HouseFunction } from './house-function.ts';

/** Of every metric on the dashboard and in alarms. */
export const PERIOD = Duration.minutes(5);

/** Messages that wait in a queue. */
export function depth(queue: IQueue): Metric {
  return queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' });
}

/** Seconds that the oldest message has waited. */
export function age(queue: IQueue): Metric {
  return queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: 'Maximum' });
}

/** Milliseconds that the consumer of a stream is behind. */
export function iteratorAge({ lambda }: HouseFunction): Metric {
  return lambda.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum' });
}
