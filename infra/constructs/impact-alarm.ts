import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** What an alarm must say. */
export interface AlarmIntent {
  /** What people notice while it rings, in a sentence: "Nobody can sign in." */
  readonly impact: string;
  /** The alarm rings from this value on; 1 unless given. */
  readonly threshold?: number;
}

export interface ImpactAlarmProps {
  readonly alarm: AlarmIntent;
  readonly metric: IMetric;
  readonly topic: ITopic;
  /** How many periods in a row must breach; 1 unless given. */
  readonly periods?: number;
}

/** An alarm that tells people what it means for them; silence of the metric is health. */
export class ImpactAlarm extends Construct {
  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    super(scope, id);
    if (props.alarm.impact.trim().split(/\s+/).length < 3) {
      throw new Error(`${this.node.path}: an alarm states its impact on people in a sentence.`);
    }
    const alarm = new Alarm(this, 'Alarm', {
      metric: props.metric,
      alarmDescription: props.alarm.impact,
      threshold: props.alarm.threshold ?? 1,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(props.topic));
    alarm.addOkAction(new SnsAction(props.topic));
  }
}
