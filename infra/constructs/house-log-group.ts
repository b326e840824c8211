import { RemovalPolicy } from 'aws-cdk-lib/core';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Environment } from '../environments.ts';

/** A log group that forgets when its environment says; encrypted by CloudWatch Logs, since no log holds a secret. */
export function houseLogGroup(
  scope: Construct,
  id: string,
  props: { readonly environment: Environment; readonly name: string },
): LogGroup {
  return new LogGroup(scope, id, {
    logGroupName: props.name,
    retention: props.environment.logRetention,
    removalPolicy: props.environment.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
}
