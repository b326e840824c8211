import { Stack, type Acknowledgment } from 'aws-cdk-lib/core';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { GSI1 } from '../../shared/aws/table.ts';
import { houseName, type House } from './house.ts';

/** What a role is given; a wildcard comes with the reason why AWS leaves no other way. */
export interface Permission {
  readonly statement: PolicyStatement;
  readonly acknowledgments: readonly Acknowledgment[];
}

/** What a function may do to items of the table; a transaction asks for the actions of its writes. */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'
  | 'BatchWriteItem';

/** Exact actions on exact resources. */
export function allow(actions: readonly string[], ...resources: readonly string[]): Permission {
  const statement = new PolicyStatement({ actions: [...actions], resources: [...resources] });
  return { statement, acknowledgments: [] };
}

/** Actions that take no resource. `reason` says where AWS documents so. */
export function allowEverywhere(actions: readonly string[], reason: string): Permission {
  return { ...allow(actions, '*'), acknowledgments: [{ id: 'AwsSolutions-IAM5[Resource::*]', reason }] };
}

/** Items of the table. Never `Scan`: a leading-key condition is true on an empty set (IAM, "ForAllValues"). */
export function allowTable(table: Table, actions: readonly TableAction[]): Permission {
  return allow(
    actions.map((action) => `dynamodb:${action}`),
    table.tableArn,
  );
}

/** Queries of GSI1 unless others are named, and of no index that is added later. */
export function allowIndexQuery(
  table: Table,
  indexes: readonly { readonly indexName: string }[] = [GSI1],
): Permission {
  return allow(['dynamodb:Query'], ...indexes.map(({ indexName }) => `${table.tableArn}/index/${indexName}`));
}

/** A bucket of another stack, with the name under which that stack exports its ARN: cdk-nag calls it by this name. */
export interface ExportedBucket {
  readonly bucketArn: string;
  readonly exportName: string;
}

/** Objects below a prefix (`catalogues/*`). */
export function allowObjects(
  bucket: ExportedBucket,
  actions: readonly ('GetObject' | 'PutObject' | 'DeleteObject')[],
  pattern: `${string}/*`,
): Permission {
  const permission = allow(
    actions.map((action) => `s3:${action}`),
    `${bucket.bucketArn}/${pattern}`,
  );
  const acknowledgment = {
    id: `AwsSolutions-IAM5[Resource::${bucket.exportName}/${pattern}]`,
    reason:
      'Objects get their names from tenants, hashes and runs at run time; S3 knows no other way to allow them than by prefix.',
  };
  return { ...permission, acknowledgments: [acknowledgment] };
}

/** Schedules of one group, which send in one role. */
export function allowSchedules(
  scope: Construct,
  { house, group, role }: { readonly house: House; readonly group: string; readonly role: IRole },
): readonly Permission[] {
  const groupName = houseName(house.environment, group);
  const resource = Stack.of(scope).formatArn({
    service: 'scheduler',
    resource: 'schedule',
    resourceName: `${groupName}/*`,
  });
  const actions = ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule'].map(
    (action) => `scheduler:${action}`,
  );
  const passing = new PolicyStatement({
    actions: ['iam:PassRole'],
    resources: [role.roleArn],
    conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  });
  const acknowledgment = {
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${groupName}/*]`,
    reason: 'Schedules get their names from triggers at run time; the group holds no others.',
  };
  return [
    { ...allow(actions, resource), acknowledgments: [acknowledgment] },
    { statement: passing, acknowledgments: [] },
  ];
}
