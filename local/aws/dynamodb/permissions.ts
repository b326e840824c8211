import * as z from 'zod';

import type { AwsCall, Permission } from '../service.ts';
import { AwsError, notImplemented } from '../service.ts';
import { tableArn } from './table-arn.ts';

const OnTable = z.object({ TableName: z.string(), IndexName: z.string().optional() });
const OnTables = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const Target = z.object({ TableName: z.string() });
const Write = z.union([
  z.object({ Put: Target }).transform(({ Put }) => permission('PutItem', Put.TableName)),
  z.object({ Update: Target }).transform(({ Update }) => permission('UpdateItem', Update.TableName)),
  z.object({ Delete: Target }).transform(({ Delete }) => permission('DeleteItem', Delete.TableName)),
  z
    .object({ ConditionCheck: Target })
    .transform(({ ConditionCheck }) => permission('ConditionCheckItem', ConditionCheck.TableName)),
]);
const Writes = z.object({ TransactItems: z.array(Write) });
const Reads = z.object({ TransactItems: z.array(z.object({ Get: Target })) });

type Rule = (operation: string, input: AwsCall['input']) => readonly Permission[];

const onTable: Rule = (operation, input) => [permission(operation, parse(OnTable, input).TableName)];

/** A read of an index needs the permission on the index, not on its table. */
const onIndex: Rule = (operation, input) => {
  const { TableName, IndexName } = parse(OnTable, input);
  const { action, resource } = permission(operation, TableName);
  return [{ action, resource: IndexName === undefined ? resource : `${resource}/index/${IndexName}` }];
};

const onTables: Rule = (operation, input) =>
  Object.keys(parse(OnTables, input).RequestItems).map((table) => permission(operation, table));

const RULES: Readonly<Record<string, Rule>> = {
  DescribeTable: onTable,
  GetItem: onTable,
  PutItem: onTable,
  UpdateItem: onTable,
  DeleteItem: onTable,
  Query: onIndex,
  Scan: onIndex,
  BatchGetItem: onTables,
  BatchWriteItem: onTables,
  TransactWriteItems: (_, input) => distinct(parse(Writes, input).TransactItems),
  TransactGetItems: (_, input) =>
    distinct(parse(Reads, input).TransactItems.map(({ Get }) => permission('GetItem', Get.TableName))),
};

/** The operations that change items: what streams are woken by. */
export const WRITES: ReadonlySet<string> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
]);

/**
 * What IAM must allow for a call (Service Authorization Reference, Amazon DynamoDB): a transaction has no action of its
 * own but those of its parts. Throws `NotImplemented` for an operation that the product does not use.
 */
export function dynamoDbPermissions(call: Pick<AwsCall, 'operation' | 'input'>): readonly Permission[] {
  const rule = RULES[call.operation];
  if (rule === undefined) throw notImplemented('dynamodb', call.operation);
  return rule(call.operation, call.input);
}

function permission(operation: string, table: string): Permission {
  return { action: `dynamodb:${operation}`, resource: tableArn(table) };
}

function distinct(permissions: readonly Permission[]): readonly Permission[] {
  return [...new Map(permissions.map((each) => [`${each.action} ${each.resource}`, each])).values()];
}

function parse<Output>(schema: z.ZodType<Output>, input: AwsCall['input']): Output {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.join('.') ?? '';
  throw new AwsError(
    'ValidationException',
    `Value at '${path}' failed to satisfy constraint: Member must not be null`,
  );
}
