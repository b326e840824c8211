import { Validations } from 'aws-cdk-lib/core';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { allow, allowEverywhere, type Permission } from './allow.ts';

/** The role of one function: its permissions, lines into its own log group, and traces. No managed policy. */
export class ExecutionRole extends Role {
  constructor(
    scope: Construct,
    props: { readonly logGroup: ILogGroup; readonly permissions: readonly Permission[] },
  ) {
    super(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.give(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], props.logGroup.logGroupArn));
    this.give(allowTraces());
    for (const permission of props.permissions) this.give(permission);
  }

  give({ statement, acknowledgments }: Permission): void {
    this.addToPolicy(statement);
    Validations.of(this).acknowledge(...acknowledgments);
  }
}

function allowTraces(): Permission {
  return allowEverywhere(
    ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    'X-Ray takes traces for no resource but * (Service Authorization Reference, AWS X-Ray).',
  );
}
