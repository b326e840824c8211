import { Duration } from 'aws-cdk-lib/core';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { FunctionName } from '../function-names.ts';
import type { Permission } from './allow.ts';
import { ExecutionRole } from './execution-role.ts';
import { houseLogGroup } from './house-log-group.ts';
import { houseName, type HouseWithAlarms } from './house.ts';
import { ImpactAlarm, type AlarmIntent } from './impact-alarm.ts';

export interface HouseFunctionProps {
  readonly house: HouseWithAlarms;
  /** Its directory below `functions/`. */
  readonly name: FunctionName;
  /** In MB; CPU comes with it (1,769 MB is one core). */
  readonly memory: number;
  /** In seconds. */
  readonly timeout: number;
  /** Beside LOG_LEVEL, ENVIRONMENT and POWERTOOLS_SERVICE_NAME, which every function gets. */
  readonly variables: Readonly<Record<string, string>>;
  /** All that it may do, beside writing its own log and trace. */
  readonly permissions: readonly Permission[];
  /** Rings when the function itself fails (a crash, a time-out), not when it refuses a request. */
  readonly alarm: AlarmIntent;
}

/** A Lambda function with its own role, log group and alarm. */
export class HouseFunction extends Construct {
  readonly name: FunctionName;
  readonly lambda: LambdaFunction;
  readonly role: ExecutionRole;

  constructor(scope: Construct, props: HouseFunctionProps) {
    super(scope, props.name);
    const { house, name } = props;
    const { environment } = house;
    this.name = name;
    const functionName = houseName(environment, name);
    const logGroup = houseLogGroup(this, 'Log', { environment, name: `/aws/lambda/${functionName}` });
    this.role = new ExecutionRole(this, { logGroup, permissions: props.permissions });
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.X86_64,
      handler: 'index.handler',
      code: Code.fromAsset(house.codeOf(name)),
      memorySize: props.memory,
      timeout: Duration.seconds(props.timeout),
      environment: {
        ENVIRONMENT: environment.name,
        LOG_LEVEL: environment.logLevel,
        POWERTOOLS_SERVICE_NAME: name,
        ...props.variables,
      },
      logGroup,
      role: this.role,
      tracing: Tracing.ACTIVE,
    });
    new ImpactAlarm(this, 'Errors', {
      alarm: props.alarm,
      metric: this.lambda.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      topic: house.alarmTopic,
    });
  }

  get arn(): string {
    return this.lambda.functionArn;
  }
}
