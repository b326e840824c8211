import { readFileSync } from 'node:fs';
import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib/core';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { DefinitionBody, LogLevel, StateMachine, type StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Permission } from './allow.ts';
import { houseLogGroup } from './house-log-group.ts';
import { houseName, type HouseWithAlarms } from './house.ts';
import { ImpactAlarm, type AlarmIntent } from './impact-alarm.ts';

export interface HouseStateMachineProps {
  readonly house: HouseWithAlarms;
  /** Its file in `statemachines/`, without `.asl.json`. */
  readonly name: string;
  readonly type: StateMachineType;
  /** Values of the `${…}` in the definition. */
  readonly substitutions: Readonly<Record<string, string>>;
  /** All that it may do, beside logging and tracing. */
  readonly permissions: readonly Permission[];
  /** Rings when an execution fails or runs out of time. */
  readonly alarm: AlarmIntent;
}

/** A state machine from its ASL file, with log, trace and alarm. */
export class HouseStateMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, props: HouseStateMachineProps) {
    super(scope, `${props.name}-machine`);
    const { house, name } = props;
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: houseName(house.environment, name),
      stateMachineType: props.type,
      definitionBody: DefinitionBody.fromString(readDefinition(name)),
      definitionSubstitutions: { ...props.substitutions },
      tracingEnabled: true,
      logs: {
        destination: houseLogGroup(this, 'Log', {
          environment: house.environment,
          name: `/aws/vendedlogs/states/${houseName(house.environment, name)}`,
        }),
        level: LogLevel.ERROR,
        includeExecutionData: false,
      },
    });
    for (const { statement } of props.permissions) this.machine.addToRolePolicy(statement);
    acknowledgeFindings(this);
    const period = { period: Duration.minutes(5), statistic: 'Sum' };
    new ImpactAlarm(this, 'Failures', {
      alarm: props.alarm,
      metric: new MathExpression({
        expression: 'failed + timedOut',
        usingMetrics: {
          failed: this.machine.metricFailed(period),
          timedOut: this.machine.metricTimedOut(period),
        },
        period: Duration.minutes(5),
        label: 'Executions that failed or timed out',
      }),
      topic: house.alarmTopic,
    });
  }

  get arn(): string {
    return this.machine.stateMachineArn;
  }
}

/**
 * The ARN that a machine will have, for its own role: a reference to the machine itself would be a cycle, since a
 * machine is created after its role.
 */
export function stateMachineArn(scope: Construct, props: { house: HouseWithAlarms; name: string }): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName: houseName(props.house.environment, props.name),
  });
}

function readDefinition(name: string): string {
  const file = new URL(`../../statemachines/${name}.asl.json`, import.meta.url);
  return JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));
}

function acknowledgeFindings(machine: HouseStateMachine): void {
  Validations.of(machine).acknowledge(
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Log delivery and X-Ray know no resource but * (Step Functions, "Logging to CloudWatch Logs"; Service Authorization Reference, AWS X-Ray).',
    },
    {
      id: 'AwsSolutions-SF1',
      reason:
        'Errors are logged. The history of a run is its journal in the table, and at level ALL an Express run costs more to log than to run.',
    },
  );
}
